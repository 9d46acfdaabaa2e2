package caravan.kit;

import caravan.Caravan;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestConstructor;

/**
 * A test against the one hub that all tests of a process share: real database, broker and HTTP on loopback.
 *
 * <p>Nothing is cleaned between tests; each makes names of its own with {@link Names}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@SpringBootTest(
        classes = Caravan.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "caravan.platform.data=" + TestFolder.SHARED,
            "caravan.sandbox.merchant=false",
            "caravan.owner.try-paused=1s"
        })
@Import({Visitors.class, Shops.class, Stores.class})
@ActiveProfiles({"test", "sandbox"})
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
public @interface HubTest {}
