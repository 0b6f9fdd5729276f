package dev.hako.image.registry.http;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is asked of a server.
///
/// @param intent how a failure of it begins, such as `cannot get manifest "1" of "host/box"`
/// @param scopes what a token must allow, such as `repository:box:pull`
/// @param repeatable whether it may be made again when nobody knows what became of it
public record Call(
        String intent,
        String method,
        URI uri,
        SortedMap<String, String> headers,
        Optional<Body> body,
        Set<String> scopes,
        boolean repeatable) {

    /// A call without anything special about it.
    public static Call of(String intent, String method, URI uri) {
        return new Call(
                intent, method, uri, new TreeMap<>(), Optional.empty(), new TreeSet<>(), true);
    }

    /// The same with a header.
    public Call header(String name, String value) {
        var more = new TreeMap<>(headers);
        more.put(name, value);
        return new Call(intent, method, uri, more, body, scopes, repeatable);
    }

    /// The same with a body.
    public Call body(Body content) {
        return new Call(intent, method, uri, headers, Optional.of(content), scopes, repeatable);
    }

    /// The same for a token that allows this.
    public Call scopes(Set<String> allowed) {
        return new Call(intent, method, uri, headers, body, allowed, repeatable);
    }

    /// The same, to be made once: whoever makes it knows better how to go on.
    public Call once() {
        return new Call(intent, method, uri, headers, body, scopes, false);
    }

    /// The same of another place.
    Call at(URI elsewhere) {
        return new Call(intent, method, elsewhere, headers, body, scopes, repeatable);
    }

    /// The same without its body, as after a redirect that says "see there".
    Call asGet() {
        return new Call(intent, "GET", uri, headers, Optional.empty(), scopes, repeatable);
    }
}
