package io.github.amlmaven.compute;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Vector;

/** The keys that are offered, in order, and in words those that are not. */
final class SshIdentities implements IdentityRepository {
    private final List<Identity> offered = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    void offer(Identity identity) {
        for (Identity other : offered) {
            if (Arrays.equals(other.getPublicKeyBlob(), identity.getPublicKeyBlob())) {
                return;
            }
        }
        offered.add(identity);
    }

    void skip(String why) {
        skipped.add(why);
    }

    List<String> skipped() {
        return skipped;
    }

    /** What they are called: a file, or what the agent says. */
    List<String> names(SshUser user) {
        return offered.stream()
                .map(Identity::getName)
                .map(name -> name.startsWith("/") ? user.shown(Path.of(name)) : name)
                .toList();
    }

    @Override
    public Vector<Identity> getIdentities() {
        return new Vector<>(offered);
    }

    @Override
    public String getName() {
        return "aml";
    }

    @Override
    public int getStatus() {
        return RUNNING;
    }

    @Override
    public boolean add(byte[] identity) {
        return false;
    }

    @Override
    public boolean remove(byte[] blob) {
        return false;
    }

    @Override
    public void removeAll() {}
}
