package caravan.sandbox.shopify;

import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.language.SourceLocation;
import java.util.List;
import java.util.Map;

/** A refusal as GraphQL tells it, beside the data. */
final class GraphQlRefusal extends RuntimeException implements GraphQLError {
    private static final long serialVersionUID = 1L;

    private final String code;

    GraphQlRefusal(String code, String message) {
        super(message);
        this.code = code;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    @Override
    public List<SourceLocation> getLocations() {
        return List.of();
    }

    @Override
    public ErrorClassification getErrorType() {
        return ErrorType.DataFetchingException;
    }

    @Override
    public Map<String, Object> getExtensions() {
        return Map.of("code", code);
    }
}
