package dev.hako.image.registry;

import dev.hako.failure.Failure;
import dev.hako.image.registry.http.Call;
import dev.hako.image.registry.http.Refusal;
import dev.hako.image.registry.http.Reply;
import java.net.URI;
import java.util.Set;

/// A repository in a registry: what its endpoints have in common.
///
/// @param name such as `library/box`
record Repository(Session session, String name) {

    /// The address of something in it.
    ///
    /// @param path such as `manifests/latest`
    URI uri(String path) {
        return session.uri("/v2/" + name + "/" + path);
    }

    /// A call for something in it that whoever may pull may make.
    ///
    /// @param what is wanted, such as `get manifest "latest"`
    Call pulling(String what, String method, URI uri) {
        return call(what, method, uri).scopes(pull());
    }

    /// The same that whoever may push may make.
    Call pushing(String what, String method, URI uri) {
        return call(what, method, uri).scopes(push());
    }

    private Call call(String what, String method, URI uri) {
        return Call.of("cannot " + what + " of \"" + shown() + "\"", method, uri);
    }

    Reply send(Call call) {
        return session.send(call);
    }

    /// The failure that an unwelcome answer is.
    Failure refusal(Reply reply) {
        return Refusal.of(reply, session.registry());
    }

    /// As users name it.
    String shown() {
        return session.registry() + "/" + name;
    }

    Set<String> pull() {
        return Set.of("repository:" + name + ":pull");
    }

    Set<String> push() {
        return Set.of("repository:" + name + ":pull,push");
    }
}
