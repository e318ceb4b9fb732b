/** Tests of the gateway's rules, by table and by seeded chance. */
@NullMarked
package org.cellnest.gateway.rules;

import org.jspecify.annotations.NullMarked;
