package caravan.flow;

import caravan.connection.RulesGiven;
import caravan.inventory.ChannelRules;
import caravan.inventory.ChannelRules.Placed;
import caravan.inventory.ChannelRules.Rule;
import caravan.kernel.ConnectionId;
import caravan.kernel.Sku;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Lets the rules hold that the file of connections gives. */
@Component
class RuleListener {
    private static final Logger log = LoggerFactory.getLogger(RuleListener.class);

    private final ChannelRules rules;

    RuleListener(ChannelRules rules) {
        this.rules = rules;
    }

    @EventListener
    void on(RulesGiven given) {
        ConnectionId connection = given.connection();
        rules.give(
                connection,
                given.rules().stream().map(each -> placed(connection, each)).toList());
        List<Sku> waiting = rules.waiting().stream()
                .filter(each -> each.connection().equals(connection))
                .map(Placed::sku)
                .toList();
        if (!waiting.isEmpty()) {
            log.warn(
                    "Connection '{}': the file of connections has rules for SKUs that are no items yet: {}. They hold once"
                            + " these are; if they never will be, correct them.",
                    connection,
                    waiting);
        }
    }

    private static Placed placed(ConnectionId connection, RulesGiven.Rule rule) {
        return new Placed(
                connection, rule.sku(), new Rule(rule.buffer(), rule.share(), rule.minimum(), rule.maximum()), true);
    }
}
