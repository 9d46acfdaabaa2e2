package caravan.connector;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One compiled mapping. Its failures name file and line, never a value: values are personal data. */
final class Mapping {
    private static final int LONGEST_REASON = 200;
    private final String file;
    private final Expression expression;

    Mapping(String file, Expression expression) {
        this.file = file;
        this.expression = expression;
    }

    /**
     * What a mapping may know besides its input.
     *
     * @param request the request document of a call; null for webhooks
     * @param settings of the connection, without secrets
     * @param page which page is asked for; null for the first
     */
    record Given(
            @Nullable JsonNode request,
            Map<String, String> settings,
            @Nullable String page) {

        Map<String, JsonNode> variables() {
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            settings.forEach(all::put);
            return Map.of(
                    "request",
                    request == null ? NullNode.instance : request,
                    "settings",
                    all,
                    "page",
                    page == null ? NullNode.instance : JsonNodeFactory.instance.textNode(page));
        }
    }

    /**
     * Applies the mapping.
     *
     * @throws CallFailed DEFECT if it fails on this input
     */
    JsonNode apply(JsonNode input, Given given) throws CallFailed {
        try {
            return expression.apply(given.variables(), input);
        } catch (JsltException failed) {
            throw new CallFailed(Fault.DEFECT, place(failed, file) + reason(failed));
        } catch (StackOverflowError endless) {
            throw new CallFailed(
                    Fault.DEFECT, file + ": the mapping nests too deep. Does a function call itself without end?");
        } catch (RuntimeException failed) {
            throw new CallFailed(
                    Fault.DEFECT,
                    file + ": the mapping cannot take this input ("
                            + failed.getClass().getSimpleName() + ").");
        }
    }

    private static String place(JsltException failed, String file) {
        String source = failed.getSource() == null ? file : failed.getSource();
        return source + (failed.getLine() > 0 ? " line " + failed.getLine() : "") + ": ";
    }

    private static String reason(JsltException failed) {
        boolean ours = failed.getSource() != null && failed.getColumn() == 0;
        String reason = ours ? failed.getMessageWithoutLocation() : "the mapping cannot take this input there";
        return (reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason) + ".";
    }
}
