package caravan.sandbox.shopify;

import java.math.BigDecimal;
import java.math.RoundingMode;
import tools.jackson.databind.node.ObjectNode;

/** The shop's currency and the buyer's, with the rate at which one order is presented. */
record Currencies(String shop, String buyer, BigDecimal rate) {

    /** An order in the shop's own currency. */
    static Currencies of(String shop) {
        return new Currencies(shop, shop, BigDecimal.ONE);
    }

    static String text(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    /** Puts an amount in both currencies. */
    void set(ObjectNode into, String name, BigDecimal amount) {
        ObjectNode bag = into.putObject(name);
        bag.putObject("shop_money").put("amount", text(amount)).put("currency_code", shop);
        bag.putObject("presentment_money").put("amount", buyerText(amount)).put("currency_code", buyer);
    }

    /** Puts an amount in the shop's currency, and beside it both. */
    void put(ObjectNode into, String name, BigDecimal amount) {
        into.put(name, text(amount));
        set(into, name + "_set", amount);
    }

    String buyerText(BigDecimal amount) {
        return text(amount.multiply(rate));
    }
}
