package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.kernel.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists whose next page is asked for by the key of the last thing. */
class KeyPagingTests {
    private final VendorKit kit;

    KeyPagingTests() throws Exception {
        kit = new VendorKit();
    }

    @AfterEach
    void stop() throws Exception {
        kit.close();
    }

    @Test
    void goesOnFromTheKeyOfTheLastThing() throws Exception {
        kit.paging = Map.of("keys", new Paging(Paging.Style.KEY, "since_id", null, null, "/more", "/items", "/id"));
        String[] step = {"path", "/items", "paging", "keys"};
        kit.stand.answers(VendorStand.json(200, "{\"items\":[{\"id\":7},{\"id\":9007199254740993}],\"more\":true}"));
        assertThat(kit.send("{}", "", step).getProperty("next")).isEqualTo("9007199254740993");
        assertThatThrownBy(() -> kit.send("{\"page\":\"9007199254740993\"}", "", step))
                .as("a vendor that begins anew each time")
                .hasMessageContaining("no key of its own at /id");
        assertThat(kit.stand.last().target()).isEqualTo("/items?since_id=9007199254740993");
        kit.stand.answers(VendorStand.json(200, "{\"items\":[{\"id\":8}],\"more\":false}"));
        assertThat(kit.send("{\"page\":\"7\"}", "", step).getProperty("next")).isNull();
        kit.stand.answers(VendorStand.json(200, "{\"items\":[],\"more\":true}"));
        assertThat(kit.send("{\"page\":\"8\"}", "", step).getProperty("next")).isNull();
        for (String broken : List.of("{}", "{\"items\":[{}],\"more\":true}", "{\"items\":[{\"id\":8}]}")) {
            kit.stand.answers(VendorStand.json(200, broken));
            assertThat(kit.failure(step).fault()).as(broken).isEqualTo(Fault.UNANSWERED);
        }
    }
}
