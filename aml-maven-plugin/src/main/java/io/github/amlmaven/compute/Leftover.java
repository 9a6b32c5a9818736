package io.github.amlmaven.compute;

import io.github.amlmaven.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something that runs of a project have left behind, with everything that decides whether it may go. */
public sealed interface Leftover {
    /** What it is, in one word. */
    String kind();

    /** What people know it by. */
    String name();

    /** What its removal frees. */
    long bytes();

    /** Since when nothing has been done with it, as far as it shows. */
    Instant since();

    /**
     * The folder of a run.
     *
     * @param busy whether the script's supervisor lives
     * @param inContainer whether its script was started in a container
     */
    record Folder(RunDirectory directory, long bytes, Instant since, boolean busy, boolean inContainer)
            implements Leftover {
        @Override
        public String kind() {
            return "folder";
        }

        @Override
        public String name() {
            return directory.root().toString();
        }
    }

    /**
     * The copy of a run's folder on another computer.
     *
     * @param place the folder that it is in, and the computer
     * @param folder its own name
     * @param busy whether a process of the run goes on there
     */
    record RemoteFolder(String place, String folder, RunId run, long bytes, Instant since, boolean busy)
            implements Leftover {
        @Override
        public String kind() {
            return "folder";
        }

        @Override
        public String name() {
            return place + "/" + folder;
        }
    }

    /**
     * The container of a run.
     *
     * @param id the engine's own name for it, which no other container ever gets
     * @param directory its run folder, which may be gone; null: it is not one of this user's runs folder
     */
    record Container(
            String id,
            String name,
            RunId run,
            Stage stage,
            Contents contents,
            @Nullable RunDirectory directory,
            long bytes,
            Instant since)
            implements Leftover {
        /** How far a container has come. */
        public enum Stage {
            /** Made and not started. */
            CREATED,
            /** Running, paused, or about to be one or the other. */
            ACTIVE,
            /** Ended. */
            ENDED
        }

        /** Whether a container holds what could not be brought back. */
        public enum Contents {
            /** All of it has been brought back, or has never been anywhere else. */
            NOTHING,
            /** It does. */
            SOMETHING,
            /** Nothing has been brought back, or the run folder, which tells, is not there. */
            UNTOLD
        }

        @Override
        public String kind() {
            return "container";
        }
    }

    /**
     * An image with an environment, or what is left of making one.
     *
     * @param id the engine's own name for it
     * @param whole whether it was built to its end
     * @param extended whether another image has been made of it
     * @param containers the ids of the containers that were made of it
     * @param steps the ids of what its making has left, itself among them, in the order in which they can go
     */
    record Image(
            String id,
            String name,
            boolean whole,
            boolean extended,
            Set<String> containers,
            List<String> steps,
            long bytes,
            Instant since)
            implements Leftover {
        @Override
        public String kind() {
            return "image";
        }
    }
}
