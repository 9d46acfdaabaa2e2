package caravan.kernel;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An exact amount in one currency, ISO 4217. Two amounts are the same when their values are, whatever their scale.
 *
 * @param amount decimal value, negative for what is given back
 * @param currency the currency it is in
 */
public record Money(BigDecimal amount, Currency currency) {

    /** Brings equal values to one form, so that 5.0 equals 5.00. */
    public Money {
        amount = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
    }

    /**
     * Reads an amount as vendors write it.
     *
     * @throws IllegalArgumentException if the amount is no decimal number or the currency no ISO 4217 code
     */
    public static Money of(String amount, String currency) {
        try {
            return new Money(new BigDecimal(amount), Currency.getInstance(currency));
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(
                    "Amount '" + amount + "' in currency '" + currency
                            + "' is not a decimal number in an ISO 4217 currency.",
                    refused);
        }
    }

    public static Money zero(Currency currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    /** Adds an amount of the same currency. */
    public Money plus(Money other) {
        return new Money(amount.add(same(other).amount), currency);
    }

    /** Subtracts an amount of the same currency. */
    public Money minus(Money other) {
        return new Money(amount.subtract(same(other).amount), currency);
    }

    public Money times(long factor) {
        return new Money(amount.multiply(BigDecimal.valueOf(factor)), currency);
    }

    public boolean isZero() {
        return amount.signum() == 0;
    }

    private Money same(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("Cannot add " + other + " to an amount in " + currency + ".");
        }
        return other;
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }
}
