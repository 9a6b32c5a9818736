package io.github.amlmaven.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.ShownRuns;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What can be done with a run in its view: label, note, delete, promote, cancel; and undone. */
class RunActionsPageTest extends PageTest {
    private static final int RICH = 192;
    private static final int FAILED = 199;

    private void open(int run) {
        page.open(server, "#/run/" + run);
        page.see("h1", "Run " + run);
        page.see("[data-part=facts] dl");
    }

    @Test
    void labelsAndNotesAreAddedAndTakenBack() {
        open(150);
        page.type("#label", "best");
        page.press("Add");
        page.see(".labels .chip", "best");
        page.click("[aria-label='Remove the label best']");
        page.await("no label", () -> page.count(".labels .chip") == 0);
        page.press("Undo");
        page.see(".labels .chip", "best");
        page.click("#note");
        page.type("#note-text", "worth another try");
        page.press("Save");
        page.see(".note-text", "worth another try");
        page.click("#note");
        page.press("Cancel");
        page.click("#nav-runs");
        page.type("#filter", "another try");
        page.see("tr[data-run='150'] .chip", "best");
    }

    @Test
    void aDeletedRunIsHiddenUntilItIsBroughtBack() {
        open(151);
        page.click("#delete");
        page.see("#undelete");
        page.press("Undo");
        page.see("#delete");
        page.click("#delete");
        page.see("#undelete");
        page.click("#nav-runs");
        page.type("#filter", "#151");
        page.see(".none");
        page.press("Show");
        page.tick("Deleted runs");
        page.see("tr[data-run='151']", "deleted");
        page.tick("Deleted runs");
        page.reload("#/run/151");
        page.click("#undelete");
        page.see("#delete");
    }

    @Test
    void aRunUnderWayIsFollowedAndCancelled() throws IOException {
        OpenRun run = sweep.running("--reg=9");
        open(run.number());
        page.see(".run-title .status", "Running");
        page.see(".log", "the log of run " + run.number());
        page.see("[data-part=outputs]", "when the run has ended");
        page.tick("Follow");
        page.click("#cancel");
        page.press("Cancel the run");
        page.see(".notice", "is being cancelled");
        assertThat(run.cancelRequested()).isTrue();
        ShownRuns.end(run);
        page.see(".run-title .status", "Completed");
        page.see("#delete");
    }

    @Test
    void aFileOrAFolderIsPromotedAndOneOfAFailedRunOnlyWhenThatIsMeant() throws IOException {
        open(RICH);
        page.click("[data-file='3']");
        page.click("#promote");
        assertThat(page.js("return document.querySelector('dialog select').selectedOptions[0].text"))
                .isEqualTo("outputs/model.bin");
        page.type("dialog input[type=text]", "../model");
        page.press("Promote", "dialog");
        page.see("dialog .failure .remedy");
        page.type("dialog input[type=text]", "page-model");
        page.press("Promote", "dialog");
        page.see(".notice", "Promoted: page-model, version 1, assets/page-model.link");
        assertThat(PROJECT.resolve("assets/page-model.link")).content().contains("page-model");
        page.click("#promote");
        page.choose("dialog select", "poutputs/model");
        page.type("dialog input[type=text]", "page-model");
        page.press("Promote", "dialog");
        page.see(".notice", "Promoted: page-model, version 2");
        open(FAILED);
        page.click("#promote");
        page.press("Promote", "dialog");
        page.see("dialog .failure");
        page.tick("Although the run is Failed: its outputs may be incomplete");
        page.press("Promote", "dialog");
        page.see(".notice", "Promoted: driver_log, version 1");
    }
}
