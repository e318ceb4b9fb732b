package org.cellnest.cli;

/** A kind of process that has a key pair of its own. */
enum Peer {
    ROUTER("router", "", ""),
    GATEWAY("gateway", "router.curve.front-clients", "conf/front-clients"),
    CELL("cell", "router.curve.back-clients", "conf/back-clients");

    private final String word;
    private final String listSetting;
    private final String usualList;

    Peer(String word, String listSetting, String usualList) {
        this.word = word;
        this.listSetting = listSetting;
        this.usualList = usualList;
    }

    /** The setting that names the router's list of such peers; empty for a router, which is in no list. */
    String listSetting() {
        return listSetting;
    }

    /** Where that list usually is, from the folder above {@code conf}. */
    String usualList() {
        return usualList;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return word;
    }
}
