package dev.hako.door.oci;

import dev.hako.failure.Failure;
import dev.hako.launcher.wire.Frame;
import dev.hako.plan.CgroupPlace;
import java.util.ArrayList;
import java.util.List;

/// A container's control groups, as its record has them: they are where they were made, whichever
/// group the caller of today is in.
record KnownGroups(List<CgroupPlace> places) {
    static KnownGroups of(Frame.Compile request) {
        List<String> words = Part.KNOWN_GROUPS.strings(request);
        List<CgroupPlace> places = new ArrayList<>(words.size() / 2);
        for (int i = 0; i + 1 < words.size(); i += 2) {
            places.add(new CgroupPlace(words.get(i), words.get(i + 1)));
        }
        return new KnownGroups(places);
    }

    /// Groups below them.
    ///
    /// @param choices each a path, which then is that of all hierarchies, or the names of
    ///   controllers, parted by commas, a colon and a path
    KnownGroups below(List<String> choices) {
        List<CgroupPlace> chosen = places;
        for (String choice : choices) {
            int colon = choice.indexOf(':');
            List<String> controllers =
                    colon < 0 ? List.of() : List.of(choice.substring(0, colon).split(",", -1));
            String path = relative(choice.substring(colon + 1));
            refuseUnknown(controllers);
            chosen = chosen.stream().map(place -> below(place, controllers, path)).toList();
        }
        return new KnownGroups(chosen);
    }

    /// Where a process is, if that is below them in the one hierarchy of version 2: a group that
    /// has given controllers to groups below it takes no process itself (cgroups(7)).
    ///
    /// @param directory of the process's group
    KnownGroups where(String directory) {
        boolean below =
                places.size() == 1
                        && places.getFirst().isUnified()
                        && directory.startsWith(places.getFirst().directory() + "/");
        return below ? new KnownGroups(List.of(new CgroupPlace("", directory))) : this;
    }

    private void refuseUnknown(List<String> controllers) {
        for (String controller : controllers) {
            if (places.stream().noneMatch(place -> place.carries(controller))) {
                throw Failure.invalid(
                                "the container has no control group with the controller \""
                                        + controller
                                        + "\"")
                        .hint("with cgroup version 2 give the path alone");
            }
        }
    }

    private static CgroupPlace below(CgroupPlace place, List<String> controllers, String path) {
        boolean meant = controllers.isEmpty() || controllers.stream().anyMatch(place::carries);
        return meant && !path.isEmpty()
                ? new CgroupPlace(place.controllers(), place.directory() + "/" + path)
                : place;
    }

    private static String relative(String path) {
        if (List.of(path.split("/", -1)).contains("..")) {
            throw Failure.invalid("the group \"" + path + "\" leads out of the container's");
        }
        return path.replaceAll("^/+|/+$", "");
    }
}
