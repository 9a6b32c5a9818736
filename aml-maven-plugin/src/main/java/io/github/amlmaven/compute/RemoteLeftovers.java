package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The run folders of a project on another computer. */
record RemoteLeftovers(RemoteShell shell, ProjectId project) implements Leftovers {
    private static final String SCRIPT = "remote_leftovers.sh";
    private static final String FOLDER = "~/.azureml/azureml_runs";
    private static final Pattern LINE =
            Pattern.compile("([01]) ([0-9]{1,18}) ([0-9]{1,12}) ((\\S+_[0-9]{13})-[0-9a-f]{8})");

    @Override
    public String place() {
        return shell.connection().login().address() + ":" + FOLDER;
    }

    @Override
    public List<Leftover> list() throws IOException {
        List<Leftover> found = new ArrayList<>();
        String lines = shell.call("looking for run folders", new RemoteCall(SCRIPT, "list", project.project()));
        for (String line : lines.lines().toList()) {
            Matcher fields = LINE.matcher(line);
            if (!fields.matches() || !RunId.isRunId(fields.group(5))) {
                throw new IOException(place() + " cannot be listed: '" + line + "'");
            }
            found.add(new Leftover.RemoteFolder(
                    place(),
                    fields.group(4),
                    new RunId(fields.group(5)),
                    Long.parseLong(fields.group(2)),
                    Instant.ofEpochSecond(Long.parseLong(fields.group(3))),
                    fields.group(1).equals("1")));
        }
        return found;
    }

    @Override
    public Optional<Leftover> again(Leftover leftover) throws IOException {
        return list().stream()
                .filter(each -> each.name().equals(leftover.name()))
                .findFirst();
    }

    @Override
    public void remove(Leftover leftover) throws IOException {
        String folder = ((Leftover.RemoteFolder) leftover).folder();
        try {
            shell.call("removing a run folder", new RemoteCall(SCRIPT, "remove", folder));
        } catch (RemoteException e) {
            throw new AmlException(
                    leftover.name() + ": " + e.words(),
                    "see whose it is, and remove it yourself, on that computer: sudo rm -r " + FOLDER + "/" + folder,
                    e);
        }
    }
}
