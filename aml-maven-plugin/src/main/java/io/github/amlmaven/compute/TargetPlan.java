package io.github.amlmaven.compute;

import java.util.List;
import java.util.Map;

/**
 * What a run on a target would do there, told without contacting anything.
 *
 * <p>Values of the maps are texts, numbers, truths, and lists and maps of them, in the order of reading; never a secret of
 * {@code settings.xml}, but they may be what a user has written where no secret belongs.
 *
 * @param target where it is and how it is reached
 * @param environment what the script would find installed, and what that is made of
 * @param command the words that run the script, its arguments included; empty: they are not known here
 * @param remarks as {@link ComputeTarget#check} has them
 */
public record TargetPlan(
        Map<String, Object> target, Map<String, Object> environment, List<String> command, List<String> remarks) {}
