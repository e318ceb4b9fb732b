package org.cellnest.transport.jeromq;

/**
 * The parameters of a gateway or cell for CURVE (RFC 26).
 *
 * @param keys its own key pair
 * @param routerKey the router's public key, without which no router is trusted
 * @param name the name that is proposed for the router's list
 * @param allowListSetting the setting of the router's list that has to hold the public key
 * @param routerKeySetting the setting that {@code routerKey} comes from
 */
public record CurveClient(
        CurveKeyPair keys, CurveKey routerKey, String name, String allowListSetting, String routerKeySetting) {}
