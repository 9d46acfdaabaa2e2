package caravan.kit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium of 1366 x 768, the screen a merchant's office has. */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI hub;
    private final ChromeDriver driver;

    public Browser(URI hub) {
        this.hub = hub;
        ChromeOptions options = new ChromeOptions();
        options.setBinary(InstalledBrowser.browser().orElseThrow().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1366,768");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.WARNING);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(InstalledBrowser.driver().orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        this.driver = new ChromeDriver(service, options);
        driver.manage().timeouts().implicitlyWait(PATIENCE);
    }

    public void open(String path) {
        driver.get(hub.resolve(path).toString());
    }

    /** Types into the field with this id. */
    public void type(String id, String text) {
        WebElement field = driver.findElement(By.id(id));
        field.clear();
        field.sendKeys(text);
    }

    /** Chooses the option of this value in the list with this id. */
    public void choose(String id, String value) {
        driver.findElement(By.cssSelector("#" + id + " option[value='" + value + "']"))
                .click();
    }

    /** Clicks what has this id. */
    public void click(String id) {
        present(By.id(id), element -> {
            element.click();
            return "";
        });
    }

    /** Brings what matches into view and clicks it. */
    public void press(String css) {
        present(By.cssSelector(css), element -> {
            driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
            element.click();
            return "";
        });
    }

    /** Clicks what says exactly this, for pages that are not ours and have no ids. */
    public void pressWords(String words) {
        present(By.xpath("//*[normalize-space(text())='" + words + "']"), element -> {
            element.click();
            return "";
        });
    }

    /** Waits until the button that says exactly this is no longer greyed out, and clicks it. */
    public void pressOnceEnabled(String words) {
        present(By.xpath("//button[normalize-space()='" + words + "' and not(@disabled)]"), element -> {
            element.click();
            return "";
        });
    }

    /** Whether a table has a row to tick that says exactly this in one of its cells. */
    public boolean lists(String words) {
        return !driver.findElements(By.xpath("//tr[.//td[normalize-space()='" + words + "']]//input[@type='checkbox']"))
                .isEmpty();
    }

    /** Ticks the row of a table that says exactly this in one of its cells. */
    public void tick(String words) {
        present(By.xpath("//tr[.//td[normalize-space()='" + words + "']]//input[@type='checkbox']"), element -> {
            element.click();
            return "";
        });
    }

    /** Waits for what matches and answers its text. */
    public String text(String css) {
        return present(By.cssSelector(css), WebElement::getText);
    }

    /** Waits for what matches and uses it; a live part may be replaced between the two, which changes nothing. */
    private String present(By where, Function<WebElement, String> use) {
        for (int attempt = 0; ; attempt++) {
            try {
                return use.apply(driver.findElement(where));
            } catch (StaleElementReferenceException replaced) {
                if (attempt == 5) {
                    throw replaced;
                }
            }
        }
    }

    /** What the field with this id holds. */
    public String value(String id) {
        return String.valueOf(driver.findElement(By.id(id)).getDomProperty("value"));
    }

    /** Runs a script in the page, and answers what it returns. */
    public @Nullable Object run(String script) {
        return driver.executeScript(script);
    }

    /** Waits until the path of the address is this one; answers the path it is in the end. */
    public String awaitPath(String path) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!path().equals(path) && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        return path();
    }

    public String path() {
        return URI.create(String.valueOf(driver.getCurrentUrl())).getPath();
    }

    /** What the browser complained about since it was last asked, for example a style the content policy forbids. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Keeps a picture of the page under {@code target/screenshots}. */
    public void picture(String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
