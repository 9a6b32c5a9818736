package io.github.amlmaven.web;

import io.github.amlmaven.Required;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;

/** Debian's browser, without a window. */
final class Chromium {
    private static final File BROWSER = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");

    private Chromium() {}

    /** Starts one, as of somebody who has never used it. */
    static ChromeDriver start(Path folder, Path downloads) throws IOException {
        Required.that(
                BROWSER.canExecute() && DRIVER.canExecute(),
                "no browser for the tests of the page: apt-get install chromium chromium-driver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER);
        options.addArguments(
                "--headless=new",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--user-data-dir=" + Files.createDirectories(folder.resolve("profile")),
                "--enable-precise-memory-info",
                "--window-size=1280,800");
        if ("root".equals(System.getProperty("user.name"))) {
            options.addArguments("--no-sandbox");
        }
        options.setExperimentalOption("prefs", Map.of("download.default_directory", downloads.toString()));
        // Not by a service of our own: its class wants annotations that are not there, of which the compiler warns.
        System.setProperty("webdriver.chrome.driver", DRIVER.getPath());
        return new ChromeDriver(options);
    }
}
