package caravan.kit;

import caravan.sandbox.Twin;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** A pretend store that is connected in another way than the usual one: by other settings, or with other credentials. */
public final class OtherWay {
    private OtherWay() {}

    /** The store with settings besides its own, and credentials instead of its own. */
    public static Twin to(Twin store, Map<String, String> settings, Map<String, String> credentials) {
        Map<String, String> all = new HashMap<>(store.settings());
        all.putAll(settings);
        return (Twin) Proxy.newProxyInstance(
                Twin.class.getClassLoader(), new Class<?>[] {Twin.class}, (proxy, method, values) -> {
                    if (method.getName().equals("settings")) {
                        return all;
                    } else if (method.getName().equals("credentials")) {
                        return credentials;
                    }
                    try {
                        return method.invoke(store, values);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
