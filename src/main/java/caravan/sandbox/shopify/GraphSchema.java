package caravan.sandbox.shopify;

import graphql.Scalars;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.TypeResolver;
import graphql.schema.idl.FieldWiringEnvironment;
import graphql.schema.idl.InterfaceWiringEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnionWiringEnvironment;
import graphql.schema.idl.WiringFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The vendor's schema over plain maps: a value, something that makes it, or something that makes it from arguments. */
final class GraphSchema implements WiringFactory {
    private static final String RESOURCE = "/caravan/sandbox/shopify/admin-2026-10.graphqls";

    /** A field that depends on its arguments. */
    interface Field extends Function<DataFetchingEnvironment, @Nullable Object> {}

    static GraphQLSchema read() {
        RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring().wiringFactory(new GraphSchema());
        for (String name : List.of("DateTime", "Decimal", "Money", "URL", "UnsignedInt64")) {
            wiring.scalar(GraphQLScalarType.newScalar(Scalars.GraphQLString)
                    .name(name)
                    .build());
        }
        try (InputStream text = Objects.requireNonNull(GraphSchema.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            String sdl = new String(text.readAllBytes(), StandardCharsets.UTF_8);
            return new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(sdl), wiring.build());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public DataFetcher<?> getDefaultDataFetcher(FieldWiringEnvironment wired) {
        String name = wired.getFieldDefinition().getName();
        return (DataFetcher<Object>) asked -> {
            Object value = value(asked, name);
            boolean connection =
                    GraphQLTypeUtil.unwrapAll(asked.getFieldType()).getName().endsWith("Connection");
            return connection && value instanceof List<?> ? Pages.of(nodes(value), asked) : value;
        };
    }

    private static @Nullable Object value(DataFetchingEnvironment asked, String name) {
        Object value = asked.getSource() instanceof Map<?, ?> source ? source.get(name) : null;
        if (value instanceof Field field) {
            return field.apply(asked);
        }
        return value instanceof Supplier<?> later ? later.get() : value;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> nodes(Object value) {
        return (List<Map<String, Object>>) value;
    }

    @Override
    public boolean providesTypeResolver(InterfaceWiringEnvironment wired) {
        return true;
    }

    @Override
    public TypeResolver getTypeResolver(InterfaceWiringEnvironment wired) {
        return resolver();
    }

    @Override
    public boolean providesTypeResolver(UnionWiringEnvironment wired) {
        return true;
    }

    @Override
    public TypeResolver getTypeResolver(UnionWiringEnvironment wired) {
        return resolver();
    }

    private static TypeResolver resolver() {
        return asked -> asked.getObject() instanceof Map<?, ?> node
                ? asked.getSchema().getObjectType(String.valueOf(node.get("__typename")))
                : null;
    }
}
