package caravan.sandbox.shopify;

import caravan.sandbox.TwinAnswer;
import caravan.sandbox.TwinRequest;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.validation.ValidationError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.node.ObjectNode;

/** Answers GraphQL requests, each judged by the vendor's schema first. */
final class GraphQlApi {
    static final String VERSION = "2026-10";
    static final String PATH = "/admin/api/" + VERSION + "/graphql.json";

    private final Shop shop;
    private final QueryCost cost;
    private final GraphQL engine;
    private final Map<String, Object> root;

    GraphQlApi(Shop shop, Catalogue catalogue, Orders orders, Webhooks webhooks) {
        this.shop = shop;
        cost = new QueryCost(shop.settings.limits());
        engine = GraphQL.newGraphQL(GraphSchema.read())
                .instrumentation(cost)
                .defaultDataFetcherExceptionHandler(asked -> CompletableFuture.completedFuture(
                        DataFetcherExceptionHandlerResult.newResult(error(asked.getException()))
                                .build()))
                .build();
        root = new LinkedHashMap<>(new GraphRoot(shop, catalogue, orders, webhooks).fields());
        root.put("inventoryAdjustQuantities", (GraphSchema.Field) new Adjustments(shop, catalogue)::adjust);
        root.putAll(new WebhookMutations(shop, webhooks).fields());
    }

    private static GraphQLError error(Throwable failure) {
        return failure instanceof GraphQlRefusal refusal
                ? refusal
                : new GraphQlRefusal("INTERNAL_SERVER_ERROR", "Internal error. " + failure);
    }

    TwinAnswer answer(TwinRequest request) {
        if (!request.method().equals("POST")) {
            throw RestError.notFound();
        }
        ObjectNode body = Json.read(request.body());
        if (body == null || !body.path("query").isString()) {
            throw RestError.bad("query", "Required parameter missing or invalid");
        }
        ExecutionInput.Builder input = ExecutionInput.newExecutionInput(
                        body.path("query").stringValue())
                .graphQLContext(Map.of(Pages.DEEPEST, shop.settings.limits().paged()))
                .root(root);
        if (body.path("variables") instanceof ObjectNode variables) {
            input.variables(Json.map(variables));
        }
        if (body.path("operationName").isString()) {
            input.operationName(body.path("operationName").stringValue());
        }
        return shop.locked(() -> executed(input.build()));
    }

    /** Says whether a request holds a mutation; queries are posted, too. */
    static boolean mutates(TwinRequest request) {
        ObjectNode body = Json.read(request.body());
        if (body == null || !body.path("query").isString()) {
            return false;
        }
        try {
            return Parser.parse(body.path("query").stringValue())
                    .getDefinitionsOfType(OperationDefinition.class)
                    .stream()
                    .anyMatch(each -> each.getOperation() == OperationDefinition.Operation.MUTATION);
        } catch (InvalidSyntaxException unreadable) {
            return false;
        }
    }

    private TwinAnswer executed(ExecutionInput input) {
        ExecutionResult result = engine.execute(input);
        Object data = result.getData();
        Map<String, Object> answer = new LinkedHashMap<>();
        if (result.isDataPresent() && data != null) {
            answer.put("data", data);
        }
        if (!result.getErrors().isEmpty()) {
            answer.put(
                    "errors", result.getErrors().stream().map(GraphQlApi::told).toList());
        }
        Integer requested = QueryCost.requested(input.getGraphQLContext());
        if (requested != null) {
            answer.put("extensions", Map.of("cost", cost.settle(requested, data)));
        }
        return new TwinAnswer(
                200, Map.of("Content-Type", Json.TYPE, "X-Shopify-API-Version", VERSION), Json.write(answer));
    }

    private static Map<String, Object> told(GraphQLError error) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("message", error.getMessage());
        if (error.getLocations() != null && !error.getLocations().isEmpty()) {
            told.put(
                    "locations",
                    error.getLocations().stream()
                            .map(place -> Map.of("line", place.getLine(), "column", place.getColumn()))
                            .toList());
        }
        if (error.getPath() != null) {
            told.put("path", error.getPath());
        }
        told.put("extensions", Map.of("code", code(error)));
        return told;
    }

    /** The vendor's word for what is wrong with a request. */
    private static Object code(GraphQLError error) {
        if (error.getExtensions() != null && error.getExtensions().get("code") != null) {
            return error.getExtensions().get("code");
        }
        if (error instanceof ValidationError invalid) {
            return switch (String.valueOf(invalid.getValidationErrorType())) {
                case "FieldUndefined" -> "undefinedField";
                case "UnknownArgument" -> "argumentNotAccepted";
                case "MissingFieldArgument", "MissingDirectiveArgument" -> "missingRequiredArguments";
                case "WrongType" -> "argumentLiteralsIncompatible";
                case "VariableTypeMismatch" -> "variableMismatch";
                default -> String.valueOf(invalid.getValidationErrorType());
            };
        }
        return List.of("InvalidSyntax").contains(String.valueOf(error.getErrorType()))
                ? "PARSE_ERROR"
                : "INVALID_VARIABLE";
    }
}
