package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.config.ProjectConfiguration;
import io.github.amlmaven.web.StaticPages;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.maven.doxia.sink.Sink;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.reporting.MavenReport;
import org.apache.maven.reporting.MavenReportException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the run history as pages that a browser opens without any server, to send along or to publish: the same charts,
 * tables and comparisons as {@code aml:ui} shows. In a site ({@code mvn site}) it is one of the project's reports.
 *
 * <p>All runs are in the list; the newest have everything about them, their images, logs and code differences included.
 * What was deleted is left out. The pages name the computer, the folders and the user, as the history does.
 *
 * <p>Examples: {@code mvn aml:report}, {@code mvn aml:report -Daml.reportRuns=1000}; for the site:
 *
 * <pre>{@code
 * <reporting>
 *   <plugins>
 *     <plugin>
 *       <groupId>io.github.amlmaven</groupId>
 *       <artifactId>aml-maven-plugin</artifactId>
 *       <reportSets><reportSet><reports><report>report</report></reports></reportSet></reportSets>
 *     </plugin>
 *   </plugins>
 * </reporting>
 * }</pre>
 *
 * @since 1.0.0
 */
@Mojo(name = "report", requiresProject = false, threadSafe = true)
public final class ReportMojo extends AmlMojo implements MavenReport {
    private static final String PAGE = "aml-report";
    private static final String FOLDER = "aml";

    /**
     * Of how many runs, the newest, everything is written; each adds some kilobytes and its images. Example:
     * {@code -Daml.reportRuns=1000}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.reportRuns", defaultValue = "200")
    private int reportRuns;

    /**
     * The size of the largest image that is copied: a number with KB, MB or GB, or bytes. Example:
     * {@code -Daml.reportImageLimit=20MB}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.reportImageLimit", defaultValue = "5MB")
    private String reportImageLimit;

    private @Nullable File reportOutputDirectory;

    @Override
    void run(Module module) throws IOException {
        Path folder = module.buildFolder().resolve("site").resolve(FOLDER);
        write(module, folder);
        System.out.println(folder.resolve("index.html"));
    }

    private StaticPages.Written write(Module module, Path folder) throws IOException {
        if (reportRuns < 0) {
            throw new AmlException("'" + reportRuns + "' is not a number of runs", "set -Daml.reportRuns=200");
        }
        long limit = ByteSize.parse("aml.reportImageLimit", reportImageLimit);
        StaticPages.Written written = new StaticPages(HistoryShown.by(this, module), reportRuns, limit).write(folder);
        getLog().info(written.newestFirst().size() + " runs, " + written.detailed() + " of them with everything, "
                + written.images() + " images"
                + (written.imagesLeftOut() == 0
                        ? ""
                        : "; " + written.imagesLeftOut() + " images are over a limit and left out -> "
                                + "-Daml.reportImageLimit")
                + ":");
        return written;
    }

    @Override
    public void generate(Sink sink, Locale locale) throws MavenReportException {
        Module module = reported();
        try {
            begin(module);
            Path folder = getReportOutputDirectory().toPath().resolve(FOLDER);
            new SitePage(sink, getName(locale), FOLDER + "/index.html")
                    .write(write(module, folder).newestFirst());
        } catch (AmlException e) {
            throw new MavenReportException(e.getMessage(), e);
        } catch (IOException e) {
            throw new MavenReportException(OutsideWorld.words(e), e);
        }
    }

    @Override
    public boolean canGenerateReport() {
        return !isSkipped() && ProjectConfiguration.exists(reported().folder());
    }

    /** What site plugins before 3.20 ask for. */
    @Override
    @SuppressWarnings("deprecation")
    public String getOutputName() {
        return PAGE;
    }

    @Override
    public String getOutputPath() {
        return PAGE;
    }

    @Override
    public String getName(Locale locale) {
        return "Run History";
    }

    @Override
    public String getDescription(Locale locale) {
        return "The experiments that were run: metrics, outputs, logs, and runs side by side.";
    }

    @Override
    public String getCategoryName() {
        return CATEGORY_PROJECT_REPORTS;
    }

    @Override
    public boolean isExternalReport() {
        return false;
    }

    @Override
    public void setReportOutputDirectory(File directory) {
        reportOutputDirectory = directory;
    }

    @Override
    public File getReportOutputDirectory() {
        File chosen = reportOutputDirectory;
        return chosen == null ? reported().buildFolder().resolve("site").toFile() : chosen;
    }
}
