package caravan.bench;

import caravan.bench.Poster.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes orders of one unit as a store's webhooks carry them, about 4 kB each. */
final class Orders {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Catalogue catalogue;
    private final SecretKeySpec key;
    private final AtomicLong next = new AtomicLong(1);

    Orders(Catalogue catalogue, String secret) {
        this.catalogue = catalogue;
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** How many there are so far. */
    long made() {
        return next.get() - 1;
    }

    Webhook sell(String connection, int index) {
        long id = next.getAndIncrement();
        String body = body(id, index);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return new Webhook(
                    connection,
                    String.valueOf(id),
                    body,
                    Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8))));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java has HmacSHA256.", impossible);
        }
    }

    private String body(long id, int index) {
        boolean variation = catalogue.isVariation(index);
        String now = SECONDS.format(Instant.now());
        return ORDER.replace("@id", String.valueOf(id))
                .replace("@now", now)
                .replace("@product", String.valueOf(variation ? catalogue.parent(index) : catalogue.id(index)))
                .replace("@variation", variation ? String.valueOf(catalogue.id(index)) : "0")
                .replace("@sku", catalogue.sku(index));
    }

    private static final String ORDER = """
            {"id":@id,"parent_id":0,"status":"processing","currency":"EUR","version":"11.0.1","prices_include_tax":false,\
            "date_created":"@now","date_modified":"@now","discount_total":"0.00","discount_tax":"0.00",\
            "shipping_total":"4.90","shipping_tax":"0.93","cart_tax":"4.75","total":"35.58","total_tax":"5.68",\
            "customer_id":2,"order_key":"wc_order_Kq7zBench@id","billing":{"first_name":"Ada","last_name":"Löwenherz",\
            "company":"","address_1":"Straße 1","address_2":"3. OG","city":"Berlin","state":"DE-BE","postcode":"10115",\
            "country":"DE","email":"ada@example.test","phone":"+49301234"},"shipping":{"first_name":"Ada",\
            "last_name":"Löwenherz","company":"","address_1":"Straße 1","address_2":"3. OG","city":"Berlin",\
            "state":"DE-BE","postcode":"10115","country":"DE","phone":""},"payment_method":"stripe",\
            "payment_method_title":"Credit card","transaction_id":"ch_3PqZbench@id","customer_ip_address":"203.0.113.7",\
            "customer_user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36",\
            "created_via":"checkout","customer_note":"Leave at door","date_completed":null,"date_paid":"@now",\
            "cart_hash":"8ad1c1f2f6f1a2e0bb2a31a1a6a7f0aa","number":"@id","meta_data":[\
            {"id":11,"key":"_wc_order_attribution_source_type","value":"organic"},\
            {"id":12,"key":"_wc_order_attribution_utm_source","value":"google"},\
            {"id":13,"key":"_wc_order_attribution_device_type","value":"Desktop"},\
            {"id":14,"key":"_wc_order_attribution_session_pages","value":"7"},\
            {"id":15,"key":"_stripe_intent_id","value":"pi_3PqZbench@id"},\
            {"id":16,"key":"_stripe_fee","value":"0.82"},{"id":17,"key":"_stripe_net","value":"34.76"}],\
            "line_items":[{"id":@id,"name":"Item","product_id":@product,"variation_id":@variation,"quantity":1,\
            "tax_class":"","subtotal":"25.00","subtotal_tax":"4.75","total":"25.00","total_tax":"4.75",\
            "taxes":[{"id":1,"total":"4.75","subtotal":"4.75"}],"meta_data":[{"id":19,"key":"pa_size","value":"m",\
            "display_key":"Size","display_value":"M"},{"id":38,"key":"_reduced_stock","value":"1",\
            "display_key":"_reduced_stock","display_value":"1"}],"sku":"@sku","global_unique_id":"","price":25,\
            "image":{"id":"44","src":"https://store.example/wp-content/uploads/2026/11/item.jpg"},"parent_name":null}],\
            "tax_lines":[{"id":5,"rate_code":"DE-MWST-1","rate_id":1,"label":"MwSt","compound":false,"tax_total":"4.75",\
            "shipping_tax_total":"0.93","rate_percent":19,"meta_data":[]}],"shipping_lines":[{"id":3,\
            "method_title":"Flat rate","method_id":"flat_rate","instance_id":"1","total":"4.90","total_tax":"0.93",\
            "taxes":[{"id":1,"total":"0.93","subtotal":""}],"tax_status":"taxable","meta_data":[{"id":31,"key":"Items",\
            "value":"Item &times; 1","display_key":"Items","display_value":"Item &times; 1"}]}],"fee_lines":[],\
            "coupon_lines":[],"refunds":[],"payment_url":"https://store.example/checkout/order-pay/@id/?pay_for_order=true",\
            "is_editable":false,"needs_payment":false,"needs_processing":true,"date_created_gmt":"@now",\
            "date_modified_gmt":"@now","date_completed_gmt":null,"date_paid_gmt":"@now","currency_symbol":"€",\
            "_links":{"self":[{"href":"https://store.example/wp-json/wc/v3/orders/@id","targetHints":{"allow":["GET","POST",\
            "PUT","PATCH","DELETE"]}}],"collection":[{"href":"https://store.example/wp-json/wc/v3/orders"}],\
            "customer":[{"href":"https://store.example/wp-json/wc/v3/customers/2"}]}}""";
}
