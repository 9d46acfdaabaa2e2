package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InnerListsTests {
    private static final String QUESTION = "{'query': 'first', 'rest': {'lines': 'more lines', 'parts': 'more parts'}}";

    private final List<String> asked = new ArrayList<>();

    @Test
    void asksForEachFurtherPageByTheIdOfItsOwner() throws Exception {
        JsonNode answer = json("""
                {'data': {'order': {'id': 'o1', 'updatedAt': 't1',
                  'lines': {'pageInfo': {'hasNextPage': true, 'endCursor': 'a'}, 'nodes': [1]},
                  'refunds': [{'id': 'r1', 'parts': {'pageInfo': {'hasNextPage': true, 'endCursor': 'p'}, 'nodes': [7]}},
                              {'id': 'r2', 'parts': {'pageInfo': {'hasNextPage': false}, 'nodes': [9]}}]}}}""");
        complete(
                answer,
                "{'updatedAt': 't1', 'lines': {'pageInfo': {'hasNextPage': true, 'endCursor': 'b'}, 'nodes': [2]}}",
                "{'updatedAt': 't1', 'lines': {'pageInfo': {'hasNextPage': false, 'endCursor': 'c'}, 'nodes': [3]}}",
                "{'parts': {'pageInfo': {'hasNextPage': false}, 'nodes': [8]}}");
        assertThat(asked).containsExactly("more lines o1 a", "more lines o1 b", "more parts r1 p");
        assertThat(answer.at("/data/order/lines/nodes").toString()).isEqualTo("[1,2,3]");
        assertThat(answer.at("/data/order/refunds/0/parts/nodes").toString()).isEqualTo("[7,8]");
        assertThat(answer.at("/data/order/lines/pageInfo/hasNextPage").booleanValue())
                .isFalse();
    }

    @Test
    void sendsTheQuestionWithoutWhatIsForTheHub() throws Exception {
        assertThat(InnerLists.first(json(QUESTION)).toString()).isEqualTo("{\"query\":\"first\"}");
    }

    @Test
    void readsAgainWhatChangedBetweenTwoPages() throws Exception {
        JsonNode answer = json("{'o': {'id': 'o1', 'updatedAt': 't1',"
                + " 'lines': {'pageInfo': {'hasNextPage': true, 'endCursor': 'a'}, 'nodes': [1]}}}");
        assertThatExceptionOfType(CallFailed.class)
                .isThrownBy(() -> complete(
                        answer, "{'updatedAt': 't2', 'lines': {'pageInfo': {'hasNextPage': false}, 'nodes': [2]}}"))
                .matches(failed -> failed.fault() == Fault.UNANSWERED)
                .matches(failed -> failed.detail().contains("changed while it was read"));
    }

    @Test
    void takesNoAnswerForWholeThatLeavesAPageOut() throws Exception {
        JsonNode answer = json(
                "{'o': {'id': 'o1', 'lines': {'pageInfo': {'hasNextPage': true, 'endCursor': 'a'}, 'nodes': [1]}}}");
        assertThatExceptionOfType(CallFailed.class)
                .isThrownBy(() -> complete(answer, "null"))
                .matches(failed -> failed.fault() == Fault.UNANSWERED);
    }

    @Test
    void givesUpOnAListWithoutEnd() throws Exception {
        JsonNode answer = json(
                "{'o': {'id': 'o1', 'lines': {'pageInfo': {'hasNextPage': true, 'endCursor': 'a'}, 'nodes': []}}}");
        ObjectNode endless = json(
                "{'data': {'node': {'lines': {'pageInfo': {'hasNextPage': true, 'endCursor': 'a'}, 'nodes': []}}}}");
        assertThatExceptionOfType(CallFailed.class)
                .isThrownBy(() -> InnerLists.complete(json(QUESTION), answer, question -> endless.deepCopy()))
                .matches(failed -> failed.fault() == Fault.REFUSED);
    }

    private void complete(JsonNode answer, String... nodes) throws Exception {
        InnerLists.complete(json(QUESTION), answer, question -> {
            asked.add(question.path("query").asText() + " "
                    + question.at("/variables/id").asText() + " "
                    + question.at("/variables/after").asText());
            return json("{'data': {'node': " + nodes[asked.size() - 1] + "}}");
        });
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) ExactJson.MAPPER.readTree(text.replace('\'', '"'));
        } catch (com.fasterxml.jackson.core.JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
