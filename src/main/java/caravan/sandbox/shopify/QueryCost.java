package caravan.sandbox.shopify;

import graphql.analysis.FieldComplexityEnvironment;
import graphql.analysis.QueryComplexityCalculator;
import graphql.execution.AbortExecutionException;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLTypeUtil;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What queries cost: nothing for a value, one for an object, as often as a connection may bring it; ten for a mutation. */
final class QueryCost extends SimplePerformantInstrumentation {
    private static final String REQUESTED = "caravan.requested-cost";
    private static final int MUTATION = 10;

    private final ShopSettings.Limits limits;
    private final Bucket bucket;

    QueryCost(ShopSettings.Limits limits) {
        this.limits = limits;
        bucket = Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(limits.cost()).refillGreedy(limits.costRestored(), Duration.ofSeconds(1)))
                .build();
    }

    @Override
    public InstrumentationContext<graphql.ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        ExecutionContext execution = parameters.getExecutionContext();
        int cost = QueryComplexityCalculator.newCalculator()
                .fieldComplexityCalculator(QueryCost::cost)
                .schema(execution.getGraphQLSchema())
                .document(execution.getDocument())
                .operationName(execution.getExecutionInput().getOperationName())
                .variables(execution.getCoercedVariables())
                .build()
                .calculate();
        execution.getGraphQLContext().put(REQUESTED, cost);
        if (cost > limits.costliest()) {
            throw refused(
                    "MAX_COST_EXCEEDED",
                    "Query cost is " + cost + ", which exceeds the single query max cost limit (" + limits.costliest()
                            + ").");
        }
        if (bucket.getAvailableTokens() < cost) {
            throw refused("THROTTLED", "Throttled");
        }
        return SimpleInstrumentationContext.noOp();
    }

    private static AbortExecutionException refused(String code, String message) {
        return new AbortExecutionException(List.of(new GraphQlRefusal(code, message)));
    }

    private static int cost(FieldComplexityEnvironment field, int children) {
        if (!(GraphQLTypeUtil.unwrapAll(field.getFieldDefinition().getType()) instanceof GraphQLCompositeType)) {
            return 0;
        }
        boolean mutation = field.getParentType().getName().equals("Mutation");
        String type =
                GraphQLTypeUtil.unwrapAll(field.getFieldDefinition().getType()).getName();
        if (type.endsWith("Connection")) {
            int first = field.getArguments().get("first") instanceof Integer number ? Math.max(0, number) : 0;
            return 2 + first * Math.max(1, children);
        }
        if (type.equals("PageInfo") || type.endsWith("Edge")) {
            return children;
        }
        return (mutation ? MUTATION : 1) + children;
    }

    /** Takes what an answer cost from the bucket and tells it as the vendor does. */
    Map<String, Object> settle(@Nullable Integer requested, @Nullable Object data) {
        int asked = requested == null ? 0 : requested;
        Integer actual = null;
        if (data != null) {
            actual = Math.min(asked, objects(data) - 1);
            bucket.consumeIgnoringRateLimits(Math.max(1, actual));
        }
        Map<String, Object> cost = new java.util.LinkedHashMap<>();
        cost.put("requestedQueryCost", asked);
        cost.put("actualQueryCost", actual);
        cost.put(
                "throttleStatus",
                Map.of(
                        "maximumAvailable",
                        (double) limits.cost(),
                        "currentlyAvailable",
                        Math.max(0, bucket.getAvailableTokens()),
                        "restoreRate",
                        (double) limits.costRestored()));
        return cost;
    }

    static @Nullable Integer requested(graphql.GraphQLContext context) {
        return context.get(REQUESTED);
    }

    private static int objects(@Nullable Object data) {
        if (data instanceof Map<?, ?> map) {
            return 1 + map.values().stream().mapToInt(QueryCost::objects).sum();
        }
        return data instanceof List<?> list
                ? list.stream().mapToInt(QueryCost::objects).sum()
                : 0;
    }
}
