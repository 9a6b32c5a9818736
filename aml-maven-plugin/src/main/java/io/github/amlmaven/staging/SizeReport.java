package io.github.amlmaven.staging;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.staging.ProjectFile.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says of a project that is too large where its bytes are and how to leave them out. */
final class SizeReport {
    private static final int SHOWN = 10;
    /** So many single files may be named before whole folders are proposed. */
    private static final int FEW = 3;

    private final ProjectTree tree;
    private final long limit;
    private final List<Item> files = new ArrayList<>();
    private final List<Item> folders = new ArrayList<>();
    private final Set<String> foldersWithSource = new HashSet<>();

    /** A file, or a folder with all it holds. */
    private record Item(String path, long bytes, boolean folder) implements Comparable<Item> {
        @Override
        public int compareTo(Item other) {
            int bySize = Long.compare(other.bytes, bytes);
            return bySize != 0 ? bySize : path.compareTo(other.path);
        }
    }

    SizeReport(ProjectTree tree, long limit) {
        this.tree = tree;
        this.limit = limit;
        Map<String, Long> sizes = new HashMap<>();
        for (ProjectFile file : tree.files()) {
            if (file.kind() != Kind.FILE) {
                continue;
            }
            files.add(new Item(file.path(), file.size(), false));
            String path = file.path();
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                String folder = path.substring(0, slash);
                sizes.merge(folder, file.size(), Long::sum);
                if (isSource(path)) {
                    foldersWithSource.add(folder);
                }
            }
        }
        sizes.forEach((folder, bytes) -> folders.add(new Item(folder, bytes, true)));
        files.sort(null);
        folders.sort(null);
    }

    AmlException refusal() {
        long total = tree.totalBytes();
        StringBuilder problem = new StringBuilder("the project has ")
                .append(new ByteCount(total))
                .append(", which is ")
                .append(new ByteCount(total - limit))
                .append(" over the limit of ")
                .append(new ByteCount(limit));
        append(problem, "the biggest files:", files);
        append(problem, "the biggest folders:", folders);
        return new AmlException(problem.toString(), remedy(total));
    }

    private String remedy(long total) {
        StringBuilder remedy = new StringBuilder();
        List<Item> proposed = proposal(total - limit);
        if (!proposed.isEmpty()) {
            List<String> lines = new ArrayList<>();
            long left = total;
            for (Item item : proposed) {
                lines.add(IgnoreLine.of(item.path, item.folder));
                left -= item.bytes;
            }
            remedy.append(Refusals.leaveOut(tree.ignoreFiles(), lines))
                    .append("\n  (which leaves ")
                    .append(new ByteCount(left))
                    .append(left > limit ? ", still over the limit)" : ")")
                    .append("\nor ");
        }
        return remedy.append("put large data into the shared folder and read it from $AZUREML_NATIVE_SHARE_DIRECTORY")
                .append(" (nativeSharedDirectory in aml_config/<target>.compute)")
                .append("\nor raise the limit with -Daml.projectSizeLimit=")
                .append(total)
                .toString();
    }

    /** The few biggest files if they suffice, else the biggest folders without source code and the biggest files. */
    private List<Item> proposal(long excess) {
        List<Item> few = pick(files, excess, FEW);
        if (sum(few) >= excess) {
            return few;
        }
        List<Item> both = new ArrayList<>(folders);
        both.addAll(files);
        both.sort(null);
        return pick(both, excess, SHOWN);
    }

    private List<Item> pick(List<Item> sorted, long excess, int most) {
        List<Item> picked = new ArrayList<>();
        long sum = 0;
        for (Item item : sorted) {
            if (sum >= excess || picked.size() == most) {
                break;
            }
            boolean source = item.folder ? foldersWithSource.contains(item.path) : isSource(item.path);
            if (!source && item.bytes > 0 && !isInside(item.path, picked)) {
                picked.add(item);
                sum += item.bytes;
            }
        }
        return picked;
    }

    private static boolean isInside(String path, List<Item> picked) {
        for (Item item : picked) {
            if (item.folder && path.startsWith(item.path + "/")) {
                return true;
            }
        }
        return false;
    }

    private static long sum(List<Item> items) {
        long sum = 0;
        for (Item item : items) {
            sum += item.bytes;
        }
        return sum;
    }

    /** What an experiment can hardly be without. */
    private static boolean isSource(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return path.startsWith("aml_config/")
                || name.equals("pom.xml")
                || name.endsWith("ignore")
                || switch (ending) {
                    case "py", "java", "sh", "R", "r", "scala", "jl" -> true;
                    default -> false;
                };
    }

    private static void append(StringBuilder text, String title, List<Item> items) {
        if (items.isEmpty()) {
            return;
        }
        text.append("\n  ").append(title);
        int width = new ByteCount(items.get(0).bytes).grouped().length();
        for (Item item : items.subList(0, Math.min(SHOWN, items.size()))) {
            String bytes = new ByteCount(item.bytes).grouped();
            text.append("\n    ")
                    .append(" ".repeat(width - bytes.length()))
                    .append(bytes)
                    .append(" bytes  ")
                    .append(Refusals.shown(item.path))
                    .append(item.folder ? "/" : "");
        }
    }
}
