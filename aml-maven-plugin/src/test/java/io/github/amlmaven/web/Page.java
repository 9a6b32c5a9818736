package io.github.amlmaven.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;

/** A browser that looks at the page. */
final class Page implements AutoCloseable {
    static final String SCREENSHOTS = "target/screenshots";
    private static final long PATIENCE = 10_000;

    final Path downloads;
    private final ChromeDriver driver;
    private String root = "";

    Page(Path folder) throws IOException {
        downloads = Files.createDirectories(folder.resolve("downloads"));
        driver = Chromium.start(folder, downloads);
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
    }

    /** Opens a view of a server afresh, as somebody who has never been there. */
    void open(HistoryServer server, String hash) {
        if (!root.startsWith("http://127.0.0.1:" + server.port() + "/")) {
            driver.get(server.address());
            await("the page itself", () -> driver.getTitle().contains("iris"));
            root = driver.getCurrentUrl().replaceAll("#.*", "");
        }
        js("localStorage.clear()");
        reload(hash);
    }

    /** Opens a view, with what the browser remembers. */
    void reload(String hash) {
        driver.get("about:blank");
        driver.manage().logs().get("browser");
        driver.get(root + hash);
        see("#main > *");
    }

    /** Opens a file. */
    void file(Path file, String hash) {
        root = "";
        driver.get("about:blank");
        driver.get(file.toUri() + hash);
        see("#main > *");
    }

    Object js(String script, Object... values) {
        return driver.executeScript(script, values);
    }

    String text(String css) {
        return String.valueOf(
                js("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent).join('|')", css));
    }

    int count(String css) {
        return driver.findElements(By.cssSelector(css)).size();
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /** Waits until something can be seen. */
    WebElement see(String css) {
        await(
                css,
                () -> Boolean.TRUE.equals(
                        js("return [...document.querySelectorAll(arguments[0])].some(e => e.checkVisibility())", css)));
        return find(css);
    }

    /** Waits until a text is there. */
    void see(String css, String text) {
        await(text + " in " + css + ", where there is: ", () -> text(css).contains(text));
    }

    /** Clicks as a person does: where it can be seen, and where nothing lies above it. */
    void click(String css) {
        WebElement element = see(css);
        js("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
    }

    /** Clicks the button with that text. */
    void press(String text) {
        press(text, "body");
    }

    /** As the other, of the buttons in a part of the page. */
    void press(String text, String css) {
        String path = ".//*[self::button or self::a][normalize-space()='" + text + "']";
        WebElement button = find(css).findElements(By.xpath(path)).stream()
                .filter(this::isVisible)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button " + text));
        js("arguments[0].scrollIntoView({block: 'center'})", button);
        button.click();
    }

    /** Ticks or unticks the box with that label. */
    void tick(String label) {
        WebElement box = driver.findElements(By.xpath("//label[normalize-space()='" + label + "']")).stream()
                .filter(this::isVisible)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no box " + label));
        js("arguments[0].scrollIntoView({block: 'nearest'})", box);
        box.click();
    }

    private boolean isVisible(WebElement element) {
        return Boolean.TRUE.equals(js("return arguments[0].checkVisibility()", element));
    }

    /** The texts in a column of the table of runs. */
    String column(String name) {
        return String.valueOf(js(
                "const at = [...document.querySelectorAll('.runs-table thead .sort-name')].findIndex(e => e.textContent === arguments[0]);"
                        + "return [...document.querySelectorAll('tr[data-run]')].map(tr => tr.children[at + 1].textContent).join('|')",
                name));
    }

    void type(String css, CharSequence... keys) {
        WebElement field = see(css);
        js("arguments[0].value = ''", field);
        field.sendKeys(keys);
    }

    void choose(String css, String value) {
        js(
                "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change', {bubbles: true}))",
                see(css),
                value);
    }

    void keys(CharSequence... keys) {
        Actions actions = new Actions(driver);
        for (CharSequence key : keys) {
            actions.sendKeys(key);
        }
        actions.perform();
    }

    void shiftClick(String css) {
        new Actions(driver)
                .keyDown(Keys.SHIFT)
                .click(see(css))
                .keyUp(Keys.SHIFT)
                .perform();
    }

    void hover(WebElement element, int x, int y) {
        new Actions(driver).moveToElement(element, x, y).perform();
    }

    void controlClickHere() {
        new Actions(driver).keyDown(Keys.CONTROL).click().keyUp(Keys.CONTROL).perform();
    }

    void clickHere() {
        new Actions(driver).click().perform();
    }

    String hash() {
        return String.valueOf(js("return location.hash"));
    }

    void await(String what, BooleanSupplier condition) {
        long end = System.currentTimeMillis() + PATIENCE;
        while (!condition.getAsBoolean()) {
            assertThat(System.currentTimeMillis())
                    .as(() -> "waiting for " + what + "\n" + text("#main").replaceAll("(?s)^(.{600}).*", "$1..."))
                    .isLessThan(end);
            sleep(20);
        }
    }

    static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Makes the window look so wide, in a theme of the system. */
    void appear(int width, int height, String theme) {
        Map<String, Object> size =
                new HashMap<>(Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", size);
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    }

    /** Takes a picture of the whole page. */
    void screenshot(String name) throws IOException {
        Map<String, Object> shot = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Path file = Files.createDirectories(Path.of(SCREENSHOTS)).resolve(name + ".png");
        Files.write(file, Base64.getDecoder().decode((String) shot.get("data")));
    }

    /** What the browser complains of: mistakes in scripts, and what the page's policy forbids. */
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("the server responded with a status of 4")
                        && !message.contains("ERR_CONNECTION"))
                .toList();
    }

    Map<String, Object> devTools(String command, Map<String, Object> parameters) {
        return driver.executeCdpCommand(command, parameters);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
