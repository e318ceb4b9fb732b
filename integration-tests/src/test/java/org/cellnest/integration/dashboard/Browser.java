package org.cellnest.integration.dashboard;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A Chromium without a window, with a profile of its own. The system property {@code cellnest.browser} names another
 * executable, or {@code none} to do without these tests. One thread.
 */
final class Browser implements AutoCloseable {
    private static final String PROPERTY = "cellnest.browser";
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> DRIVERS = List.of("chromedriver");
    /** It warns that it knows no tools for this version; what is used here has none of its own. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /**
     * Starts one.
     *
     * @param profile a folder that is deleted afterwards by whoever made it
     */
    static Browser start(Path profile) {
        SELENIUM.setLevel(Level.SEVERE);
        String named = System.getProperty(PROPERTY, "");
        Assumptions.assumeFalse(named.equals("none"), "no browser: -D" + PROPERTY + "=none");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(named.isEmpty() ? onPath(BROWSERS) : new File(named));
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--force-device-scale-factor=1",
                "--window-size=1366,900",
                "--user-data-dir=" + profile.toAbsolutePath());
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        // Named, so that nothing is looked for and downloaded.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(onPath(DRIVERS))
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static File onPath(List<String> names) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin");
        return Stream.of(path.split(File.pathSeparator))
                .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toFile)
                .orElseThrow(() -> new AssertionError("no " + String.join(" or ", names)
                        + " on the PATH (expected: Debian's packages chromium and chromium-driver, or their like; -D"
                        + PROPERTY + "=none does without the tests of the dashboard)"));
    }

    void open(String url) {
        driver.get(url);
    }

    /** The part of the address that says what is shown. */
    String place() {
        String url = String.valueOf(driver.getCurrentUrl());
        return url.substring(Math.max(0, url.indexOf('#')));
    }

    void back() {
        driver.navigate().back();
    }

    void size(int width, int height) {
        // The window's own size has a least width; what pages see has none.
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.manage().window().setSize(new Dimension(Math.max(width, 500), height));
    }

    /** Pretends that the system asks for this: {@code prefers-color-scheme}, {@code dark}. */
    void prefer(String feature, String value) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    /** Waits for an element that is seen. */
    WebElement see(String css) {
        return see(css, element -> true);
    }

    /** Waits for an element that is seen and has this in its text. */
    WebElement see(String css, String text) {
        return see(css, element -> element.getText().contains(text));
    }

    private WebElement see(String css, Predicate<WebElement> holds) {
        WebElement[] found = new WebElement[1];
        await(css, () -> {
            found[0] = all(css).stream()
                    .filter(WebElement::isDisplayed)
                    .filter(holds)
                    .findFirst()
                    .orElse(null);
            return found[0] != null;
        });
        return found[0];
    }

    /** Waits until nothing of the kind is there. */
    void seeNo(String css) {
        await("no " + css, () -> all(css).isEmpty());
    }

    /** Clicks on what is waited for. */
    void click(String css) {
        await("a click on " + css, () -> {
            see(css).click();
            return true;
        });
    }

    void click(String css, String text) {
        await("a click on " + css + " with " + text, () -> {
            see(css, text).click();
            return true;
        });
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    int count(String css) {
        return all(css).size();
    }

    /** Types into whatever has the focus. */
    void type(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    void type(Keys modifier, Keys key) {
        new Actions(driver).keyDown(modifier).sendKeys(key).keyUp(modifier).perform();
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** What a script returns. */
    Object ask(String script, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript("return " + script, arguments), "");
    }

    /** Waits for it; an element that has just been replaced is looked for again. */
    void await(String what, BooleanSupplier condition) {
        new WebDriverWait(driver, PATIENCE, Duration.ofMillis(25))
                .withMessage(() -> what + "\nin " + text())
                .ignoring(StaleElementReferenceException.class)
                .ignoring(ElementNotInteractableException.class)
                .until(any -> condition.getAsBoolean());
    }

    private String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** What pages have complained of since this was last asked; answers that are problems are not complaints of a page. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getMessage())
                .filter(message -> !message.contains("Failed to load resource"))
                .toList();
    }

    byte[] picture() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
