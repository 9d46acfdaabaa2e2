package caravan.console;

import caravan.sandbox.Purchase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ResponseStatusException;

/** What the form for a shopper's order holds: SKUs and units in the same order; lines without either are left out. */
record Basket(List<Purchase.Line> lines, boolean paid, Optional<Integer> coupon, boolean shipped) {

    static Basket of(MultiValueMap<String, String> form) {
        List<String> skus = form.getOrDefault("sku", List.of());
        List<String> units = form.getOrDefault("units", List.of());
        List<Purchase.Line> lines = new ArrayList<>();
        for (int line = 0; line < Math.min(skus.size(), units.size()); line++) {
            if (!skus.get(line).isEmpty() && !units.get(line).isEmpty()) {
                lines.add(new Purchase.Line(skus.get(line), number(units.get(line))));
            }
        }
        String coupon = String.join("", form.getOrDefault("coupon", List.of()));
        return new Basket(
                lines,
                form.containsKey("paid"),
                coupon.isEmpty() ? Optional.empty() : Optional.of(number(coupon)),
                form.containsKey("shipped"));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException garbled) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, null, garbled);
        }
    }
}
