package caravan.console;

import static caravan.console.RecipeForm.cut;

import caravan.kernel.Sku;
import java.util.Map;
import org.springframework.util.MultiValueMap;

/**
 * A new item as it was typed.
 *
 * @param recipe what it is made of; empty for a plain item
 */
record NewItemForm(String sku, String title, RecipeForm recipe) {
    private static final int LONGEST_TITLE = 250;

    static NewItemForm empty() {
        return new NewItemForm("", "", RecipeForm.of(Map.of()));
    }

    static NewItemForm of(MultiValueMap<String, String> form) {
        return new NewItemForm(cut(form.getFirst("sku")), cut(form.getFirst("title")), RecipeForm.of(form));
    }

    /**
     * Reads the SKU of the item.
     *
     * @throws IllegalArgumentException if it can be none
     */
    Sku item() {
        if (sku.isEmpty()) {
            throw new IllegalArgumentException("Give the item a SKU, written as the channels write it.");
        }
        return new Sku(sku);
    }

    /**
     * Reads what people are to call it.
     *
     * @throws IllegalArgumentException if it is empty or too long
     */
    String name() {
        if (title.isEmpty() || title.length() > LONGEST_TITLE) {
            throw new IllegalArgumentException("Give the item a title of 1 to " + LONGEST_TITLE + " characters.");
        }
        return title;
    }
}
