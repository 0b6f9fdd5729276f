/// How a registry is convinced: by nothing, a password, or a token that another server gives for a
/// password (RFC 7617, RFC 6750, and Docker's "token authentication").
///
/// Start reading at {@link dev.hako.image.registry.authentication.Authenticator}. A password goes
/// to the registry it is for, or to the token server that this registry names, and never in the
/// clear where the registry speaks TLS. A token is kept until shortly before it ends, in memory
/// only.
///
/// Threads: an authenticator has one lock, held while a token is fetched, so that layers that
/// travel side by side ask for one token and not for four.
@NullMarked
package dev.hako.image.registry.authentication;

import org.jspecify.annotations.NullMarked;
