package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.compute.TargetContact;
import io.github.amlmaven.compute.TargetSettings;
import io.github.amlmaven.config.TargetFiles;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.JournalEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes a compute target from a project; nothing is touched on the target itself. */
public record Detachment(Path project, ProjectId id, Journal journal) {
    private static final Logger LOG = LoggerFactory.getLogger(Detachment.class);

    /**
     * Removes it.
     *
     * @param force also when run configurations would name it in vain
     * @return what has been removed, in words
     * @throws AmlException when it is needed
     */
    public List<String> remove(String name, boolean force) throws IOException {
        if (!TargetFiles.targets(project).contains(name)) {
            // Says which there are.
            TargetFiles.read(project, name);
        }
        refuseUnfinished(name);
        if (!force) {
            refuseUsed(name);
        }
        Optional<TargetContact> contact = Optional.empty();
        boolean shared = false;
        try {
            TargetSettings target = TargetFiles.read(project, name);
            contact = TargetContact.of(target, Credentials.NONE);
            shared = isShared(name, target);
        } catch (AmlException e) {
            LOG.debug("its host key cannot be told", e);
        }
        List<String> removed = new ArrayList<>(TargetFiles.remove(project, name));
        if (contact.isPresent()) {
            try (TargetContact opened = contact.get()) {
                int lines = shared ? 0 : opened.forget();
                if (lines > 0) {
                    removed.add("its host key in aml_config/known_hosts");
                }
            }
        }
        return removed;
    }

    private void refuseUnfinished(String name) throws IOException {
        for (JournalEntry entry : journal.entries()) {
            boolean here =
                    entry.target().map(facts -> name.equals(facts.get("name"))).orElse(false);
            UnfinishedRun run = UnfinishedRun.of(entry);
            if (here && run.project().equals(id.path())) {
                throw new AmlException(
                        run.name() + " on '" + name + "' has not ended",
                        "wait for it: mvn aml:logs -Daml.run=" + run.number()
                                + " -Daml.follow, or stop it: mvn aml:cancel -Daml.run=" + run.number());
            }
        }
    }

    private void refuseUsed(String name) throws IOException {
        List<String> users = new ArrayList<>();
        for (TargetFiles.Use use : TargetFiles.uses(project)) {
            if (use.target().equals(name) && !use.runConfiguration().equals(name)) {
                users.add(use.runConfiguration());
            }
        }
        if (!users.isEmpty()) {
            throw new AmlException(
                    "run configurations name '" + name + "': " + String.join(", ", users),
                    "write another Target: into them, or remove it all the same: -Daml.force");
        }
    }

    private boolean isShared(String name, TargetSettings target) throws IOException {
        for (String other : TargetFiles.targets(project)) {
            if (!other.equals(name)) {
                try {
                    if (TargetContact.shareHostKey(target, TargetFiles.read(project, other))) {
                        return true;
                    }
                } catch (AmlException e) {
                    // Where it leads cannot be told: its key stays.
                    LOG.debug("{} cannot be read", other, e);
                    return true;
                }
            }
        }
        return false;
    }
}
