package org.cellnest.cell;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A cookie to set (RFC 6265, section 4.1). It is restricted by default: sent to every path of this host, but not from
 * other sites. Scripts cannot read it, and it ends with the browser's session. Immutable.
 *
 * <pre>{@code
 * Response.ok(basket).cookie(SetCookie.of("basket", id).maxAge(Duration.ofDays(7)).secure())
 * }</pre>
 */
public final class SetCookie {
    /** A rule by which browsers send a cookie with requests that another site has caused. */
    public enum SameSite {
        /** Never. */
        STRICT("Strict"),
        /** Only if the user follows a link. */
        LAX("Lax"),
        /** Always; browsers require {@link SetCookie#secure} with it. */
        NONE("None");

        private final String text;

        SameSite(String text) {
            this.text = text;
        }
    }

    private final String name;
    private final String value;
    private final String path;
    private final String domain;
    private final Optional<Duration> maxAge;
    private final boolean secure;
    private final boolean httpOnly;
    private final SameSite sameSite;

    private SetCookie(
            String name,
            String value,
            String path,
            String domain,
            Optional<Duration> maxAge,
            boolean secure,
            boolean httpOnly,
            SameSite sameSite) {
        this.name = name;
        this.value = value;
        this.path = path;
        this.domain = domain;
        this.maxAge = maxAge;
        this.secure = secure;
        this.httpOnly = httpOnly;
        this.sameSite = sameSite;
    }

    /**
     * Returns a cookie for this host.
     *
     * @param name a token
     * @param value visible ASCII without {@code " , ; \} and spaces; encode anything else first
     * @throws IllegalArgumentException for anything else
     */
    public static SetCookie of(String name, String value) {
        if (name.isEmpty() || !name.chars().allMatch(SetCookie::isTokenChar)) {
            throw new IllegalArgumentException("name of a cookie: " + name + " (expected: a token)");
        }
        if (!value.chars().allMatch(SetCookie::isValueChar)) {
            throw new IllegalArgumentException("value of cookie " + name
                    + " (expected: visible ASCII characters without space, quote, comma, semicolon and backslash)");
        }
        return new SetCookie(name, value, "/", "", Optional.empty(), false, true, SameSite.LAX);
    }

    /** Returns a cookie that deletes the cookie of this name from the browser. */
    public static SetCookie removal(String name) {
        return of(name, "").maxAge(Duration.ZERO);
    }

    /** Restricts the cookie to paths with this prefix. */
    public SetCookie path(String path) {
        return new SetCookie(name, value, attribute("path", path), domain, maxAge, secure, httpOnly, sameSite);
    }

    /** Extends the cookie to this domain and its subdomains. */
    public SetCookie domain(String domain) {
        return new SetCookie(name, value, path, attribute("domain", domain), maxAge, secure, httpOnly, sameSite);
    }

    /** Sets the time for which the browser keeps the cookie, in whole seconds. */
    public SetCookie maxAge(Duration maxAge) {
        return new SetCookie(name, value, path, domain, Optional.of(maxAge), secure, httpOnly, sameSite);
    }

    /** Restricts the cookie to HTTPS. */
    public SetCookie secure() {
        return new SetCookie(name, value, path, domain, maxAge, true, httpOnly, sameSite);
    }

    /** Makes the cookie readable by scripts of the page. */
    public SetCookie readableByScripts() {
        return new SetCookie(name, value, path, domain, maxAge, secure, false, sameSite);
    }

    /** Sets the rule for requests that another site has caused. */
    public SetCookie sameSite(SameSite sameSite) {
        return new SetCookie(
                name, value, path, domain, maxAge, secure, httpOnly, Objects.requireNonNull(sameSite, "sameSite"));
    }

    /** Returns the cookie's name. */
    public String name() {
        return name;
    }

    /** Returns the value of the Set-Cookie header. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(name).append('=').append(value);
        maxAge.ifPresent(age -> text.append("; Max-Age=").append(age.toSeconds()));
        if (!path.isEmpty()) {
            text.append("; Path=").append(path);
        }
        if (!domain.isEmpty()) {
            text.append("; Domain=").append(domain);
        }
        text.append(secure ? "; Secure" : "").append(httpOnly ? "; HttpOnly" : "");
        return text.append("; SameSite=").append(sameSite.text).toString();
    }

    private static String attribute(String what, String text) {
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ';')) {
            throw new IllegalArgumentException(
                    what + " of a cookie (expected: visible ASCII characters without space and semicolon)");
        }
        return text;
    }

    private static boolean isTokenChar(int c) {
        return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }

    private static boolean isValueChar(int c) {
        return c > ' ' && c < 0x7f && "\",;\\".indexOf(c) < 0;
    }
}
