/// HTTP as registries need it: calls that can be made again, bodies that come in small pieces,
/// deadlines on silence, redirects that take no credentials along.
///
/// Start reading at {@link dev.hako.image.registry.http.UserAgent}. It answers whatever status a
/// server gave; who called knows what it means and lets {@link
/// dev.hako.image.registry.http.Refusal} word the rest.
///
/// Limits: a body is held back while nobody reads it (64 KiB or so are under way), a server that is
/// silent for a minute is given up, five redirects are followed.
///
/// Threads: a user agent serves any number of threads, each of which blocks while it calls; all may
/// be virtual. A reply belongs to one.
@NullMarked
package dev.hako.image.registry.http;

import org.jspecify.annotations.NullMarked;
