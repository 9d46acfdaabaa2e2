package caravan.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** An amount of money: exact, so it is a text. */
record Amount(
        @Schema(description = "Decimal number; negative for what is given back", example = "19.90")
        String amount,

        @Schema(description = "ISO 4217", example = "EUR") String currency) {

    /** One amount in the currency of the shop and in that of the buyer. */
    record Both(Amount shop, Amount buyer) {}

    /** Answers null for what is not known. */
    static @Nullable Amount of(@Nullable BigDecimal amount, @Nullable String currency) {
        return amount == null || currency == null ? null : known(amount, currency);
    }

    static Amount known(BigDecimal amount, @Nullable String currency) {
        String code = currency == null ? "XXX" : currency;
        int digits = Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
        BigDecimal plain = amount.stripTrailingZeros();
        return new Amount(plain.setScale(Math.max(digits, plain.scale())).toPlainString(), code);
    }
}
