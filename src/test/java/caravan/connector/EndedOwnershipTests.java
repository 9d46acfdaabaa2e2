package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.OwnershipEnded;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls for a connection that this hub does not own any more when it is their turn. */
class EndedOwnershipTests {
    private final VendorKit kit;

    EndedOwnershipTests() throws Exception {
        kit = new VendorKit();
    }

    @AfterEach
    void close() throws Exception {
        kit.close();
    }

    @Test
    void beginsNoCallThatIsNotAllowedAnyMoreAndKeepsNoPlaceForIt() throws Exception {
        String route = kit.route("path", "/orders");
        for (int call = 0; call < 20; call++) {
            assertThat(send(route, () -> false).getException()).isInstanceOf(OwnershipEnded.class);
        }
        assertThat(kit.stand.asked).isEmpty();

        assertThat(send(route, () -> true).getException()).isNull();
        assertThat(kit.stand.asked).hasSize(1);
    }

    private Exchange send(String route, BooleanSupplier mayBegin) {
        return kit.camel
                .createFluentProducerTemplate()
                .withProcessor(exchange -> {
                    exchange.setProperty(CallExchange.REQUEST, ExactJson.MAPPER.createObjectNode());
                    exchange.setProperty(CallExchange.MAY_BEGIN, mayBegin);
                    exchange.getIn().setBody(ExactJson.MAPPER.createObjectNode());
                })
                .to(route)
                .send();
    }
}
