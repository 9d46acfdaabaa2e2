package caravan.connector;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.kernel.CallFailed;
import caravan.kernel.Fault;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vendor whose certificate nobody vouches for, over real TLS. */
class VendorTlsTests {
    private static final String PASSWORD = "changeit";

    private final VendorKit kit = new VendorKit();

    VendorTlsTests() throws Exception {}

    @AfterEach
    void stop() throws Exception {
        kit.close();
    }

    @Test
    void refusesACertificateThatNobodySigned(@TempDir Path folder) throws Exception {
        kit.network = new VendorAccount.Network(false, true, false);
        try (VendorStand vendor = new VendorStand(certificate(folder, "localhost"))) {
            kit.origin = vendor.origin();
            CallFailed failed = kit.failure("path", "/orders");
            assertThat(failed.fault()).isEqualTo(Fault.UNREACHED);
            assertThat(failed.detail()).contains("certificate");
            assertThat(vendor.asked).isEmpty();
        }
    }

    @Test
    void takesItWhereTheConnectionSaysSo(@TempDir Path folder) throws Exception {
        kit.network = new VendorAccount.Network(false, true, true);
        try (VendorStand vendor = new VendorStand(certificate(folder, "localhost"))) {
            kit.origin = vendor.origin();
            kit.get("/orders");
            assertThat(vendor.last().target()).isEqualTo("/orders");
        }
    }

    @Test
    void refusesTheCertificateOfAnotherHostAllTheSame(@TempDir Path folder) throws Exception {
        kit.network = new VendorAccount.Network(false, true, true);
        try (VendorStand vendor = new VendorStand(certificate(folder, "elsewhere.example"))) {
            kit.origin = vendor.origin();
            assertThat(kit.failure("path", "/orders").fault()).isEqualTo(Fault.UNREACHED);
            assertThat(vendor.asked).isEmpty();
        }
    }

    /** A certificate that a host signed itself, made by the JDK's own tool. */
    private static SSLContext certificate(Path folder, String host) throws Exception {
        Path file = folder.resolve(host + ".p12");
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "vendor",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD,
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "SAN=dns:" + host,
                        "-validity",
                        "30")
                .redirectErrorStream(true)
                .start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tool.waitFor()).as(said).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
