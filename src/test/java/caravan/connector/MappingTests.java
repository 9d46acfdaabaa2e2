package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.connector.Mapping.Given;
import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTests {
    private static final Given NOTHING = new Given(null, Map.of(), null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "decimal(.)              | 18.595              | \"18.595\"",
                "decimal(.)              | 1E+2                | \"100\"",
                "decimal(.)              | \"18.50\"           | \"18.50\"",
                "decimal(.)              | null                | null",
                "add(.[0], .[1])         | [0.1, 0.2]          | \"0.3\"",
                "add(.[0], .[1], \"1\")  | [\"0.1\", 0.2]      | \"1.3\"",
                "subtract(\"1\", .)      | 0.9                 | \"0.1\"",
                "multiply(., 3)          | 0.1                 | \"0.3\"",
                "divide(., 3, 2)         | 10                  | \"3.33\"",
                "divide(., 8, 2)         | 1                   | \"0.13\"",
                "divide(., 8, 2)         | -1                  | \"-0.13\"",
                "negate(.)               | \"2.50\"            | \"-2.50\"",
                "sum(.)                  | [0.1, \"0.2\", 1E+2] | \"100.3\"",
                "sum(.x)                 | {}                  | \"0\"",
                "sum([for (.) .price])   | [{\"price\": 0.1}, {\"price\": 0.2}] | \"0.3\"",
                "is-zero(.)              | 0.00                | true",
                "is-zero(.)              | \"0.01\"            | false",
                "utc(.)                  | \"2026-11-22T18:30:00\" | \"2026-11-22T18:30:00Z\"",
                "utc(.)                  | \"2026-11-22 18:30:00\" | \"2026-11-22T18:30:00Z\"",
                "utc(.)                  | \"2026-11-22T18:30:00+01:00\" | \"2026-11-22T18:30:00+01:00\"",
                "utc(.)                  | null                | null",
                ".                       | 9007199254740993    | 9007199254740993",
                "string(.id)             | {\"id\": 9007199254740993} | \"9007199254740993\"",
                "string(.id)             | {\"id\": 92233720368547758079} | \"92233720368547758079\"",
                ".                       | 18.595              | 18.595",
                ".                       | 100000000000000000000000.10 | 100000000000000000000000.10",
            })
    void keepsNumbersExact(String mapping, String input, String output) throws Exception {
        assertThat(ExactJson.MAPPER.writeValueAsString(apply(mapping, input, NOTHING)))
                .isEqualTo(output);
    }

    @Test
    void knowsRequestSettingsAndPage() throws Exception {
        Given given = new Given(ExactJson.MAPPER.readTree("{\"id\": 5}"), Map.of("api", "rest"), "2");
        assertThat(apply("[$request.id, $settings.api, $page]", "{}", given).toString())
                .isEqualTo("[5,\"rest\",\"2\"]");
        assertThat(apply("[$request == null, $page == null]", "{}", NOTHING).toString())
                .isEqualTo("[true,true]");
    }

    @Test
    void importsAnotherMappingOfItsFolderAndNothingElse() throws Exception {
        List<Problem> problems = new ArrayList<>();
        Map<String, Mapping> mappings = MappingFiles.compile(
                "connectors/acme",
                Map.of(
                        "common", "def price(x)\n  decimal($x)\nprice(.)",
                        "order", "import \"common.jslt\" as common\n{\"price\": common:price(.price)}",
                        "stranger", "import \"../../secret.jslt\" as x\n.",
                        "resource", "import \"application.yaml\" as x\n."),
                problems);
        assertThat(mappings).containsOnlyKeys("common", "order");
        assertThat(Objects.requireNonNull(mappings.get("order"))
                        .apply(ExactJson.MAPPER.readTree("{\"price\": 1E+2}"), NOTHING)
                        .toString())
                .isEqualTo("{\"price\":\"100\"}");
        assertThatThrownBy(() -> Objects.requireNonNull(mappings.get("order"))
                        .apply(ExactJson.MAPPER.readTree("{\"price\": []}"), NOTHING))
                .hasMessageStartingWith("connectors/acme/mapping/common.jslt line 2: 'decimal'");
        assertThat(problems)
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.text()).contains("is no mapping of this folder"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "// (\\n{\"a(\": decimal(.a)} | line 2: 'decimal': argument 1 must be a number or a decimal string.",
                "{\\n\"a\": number(.a)}       | line 2: 'number' cannot take its argument.",
                "{\\n\\n\"a\": error(\"acme order has no id\")} | line 3: acme order has no id.",
                "{\"x\": 1,\\n\"a\": .a - 1}  | line 2: the mapping cannot take this input there.",
                "def f(x)\\n  f($x) + 1\\nf(.) | the mapping nests too deep",
            })
    void namesFileAndLineButNeverTheValue(String mapping, String message) {
        String text = mapping.replace("\\n", "\n");
        assertThatThrownBy(() -> apply(text, "{\"a\": \"jane@example.org\"}", NOTHING))
                .isInstanceOfSatisfying(
                        CallFailed.class, failed -> assertThat(failed.fault()).isEqualTo(Fault.DEFECT))
                .hasMessageContaining("connectors/acme/mapping/order.jslt")
                .hasMessageContaining(message)
                .message()
                .doesNotContain("jane");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E+999999999", "1e-999999999", "\"1E+999\""})
    void refusesNumbersThatWouldFillTheMemory(String number) {
        assertThatThrownBy(() -> apply("decimal(.)", number, NOTHING)).message().doesNotContain("999");
    }

    @Test
    void saysWhereAMappingDoesNotCompile() {
        List<Problem> problems = new ArrayList<>();
        MappingFiles.compile(
                "connectors/acme", Map.of("a", "{\n  \"x\": foo(.)\n}", "b", "{\n\n  \"x\" .\n}"), problems);
        assertThat(Problem.print(problems))
                .hasSize(2)
                .satisfies(all -> assertThat(all.get(0))
                        .startsWith("connectors/acme/mapping/a.jslt line 2: it does not compile:")
                        .contains("foo"))
                .satisfies(all -> assertThat(all.get(1)).startsWith("connectors/acme/mapping/b.jslt line 3"));
    }

    @Test
    void letsAMappingNameItsOwnFunctionLikeOneOfOurs() throws Exception {
        assertThat(apply("def add(a, b)\n  \"own\"\nadd(1, 2)", "{}", NOTHING).textValue())
                .isEqualTo("own");
    }

    private static JsonNode apply(String mapping, String input, Given given) throws Exception {
        List<Problem> problems = new ArrayList<>();
        Map<String, Mapping> compiled = MappingFiles.compile("connectors/acme", Map.of("order", mapping), problems);
        assertThat(problems).isEmpty();
        return Objects.requireNonNull(compiled.get("order")).apply(ExactJson.MAPPER.readTree(input), given);
    }
}
