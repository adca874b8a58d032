"""From content to a scene: ranks, order, coordinates, ways, labels, and the search for a form that fits the page.

In the order of work: ``page`` (what may be used), ``measure`` (text first), ``rank``, ``plan``, ``order``, ``place``
(with ``lp``), ``route``, ``labels``, ``frame`` (what layouts share), ``attempt`` (one of them), ``fit`` (which, in
which order), ``panels`` (where one layout does not fit). Nothing here knows a colour or a file format.
"""
