package caravan.sandbox.woocommerce;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Billing and shipping addresses. */
final class Addresses {
    private static final List<String> SHIPPING = List.of(
            "first_name",
            "last_name",
            "company",
            "address_1",
            "address_2",
            "city",
            "state",
            "postcode",
            "country",
            "phone");
    static final Set<String> FIELDS = Set.of(
            "first_name",
            "last_name",
            "company",
            "address_1",
            "address_2",
            "city",
            "state",
            "postcode",
            "country",
            "email",
            "phone");

    private Addresses() {}

    static ObjectNode empty(boolean billing) {
        ObjectNode address = WpJson.object();
        for (String field : SHIPPING) {
            if (field.equals("phone") && billing) {
                address.put("email", "");
            }
            address.put(field, "");
        }
        return address;
    }

    /** Somebody from the road, for shoppers without a name of their own. */
    static void traveller(ObjectNode address) {
        address.put("first_name", "Şirin").put("last_name", "Löwenherz").put("address_1", "Straße der Karawanen 7");
        address.put("city", "Berlin").put("postcode", "10115").put("country", "DE");
        if (address.has("email")) {
            address.put("email", "sirin@example.test").put("phone", "+49301234");
        }
    }

    static void copy(Fields given, ObjectNode address) {
        address.propertyNames().forEach(name -> {
            String value = given.text(name);
            if (value != null) {
                address.put(name, value);
            }
        });
    }
}
