package caravan.kernel;

import java.util.Currency;

/**
 * One amount as the shop books it and as the buyer sees it; the same twice where the shop sells in its own currency.
 *
 * @param shop in the shop's currency
 * @param buyer in the currency the buyer was shown
 */
public record Price(Money shop, Money buyer) {

    /** Returns the amount of a shop that sells in its own currency. */
    public static Price of(Money amount) {
        return new Price(amount, amount);
    }

    public static Price zero(Currency shop, Currency buyer) {
        return new Price(Money.zero(shop), Money.zero(buyer));
    }

    public Price plus(Price other) {
        return new Price(shop.plus(other.shop), buyer.plus(other.buyer));
    }

    public Price minus(Price other) {
        return new Price(shop.minus(other.shop), buyer.minus(other.buyer));
    }

    public Price times(long factor) {
        return new Price(shop.times(factor), buyer.times(factor));
    }

    public boolean isZero() {
        return shop.isZero() && buyer.isZero();
    }
}
