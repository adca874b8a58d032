/* The compiled kernel of path search: the answers of kernel.py, which stays its oracle, faster.

   Backward labels H[r] say what the rest of a path costs at least, in at most r steps (exactly r for a metapath). A
   best-first search over beginnings of paths then meets complete paths in the order of their cost. What leads on from
   an entity is looked through only as far as it is asked for, cheapest first, and shared by all beginnings that come
   by. A first search of at most 3 steps bounds the longer ones.

   It trusts no number that it reads from an index: entities, arcs, codes and costs are compared with what there can be
   before they are used, and what does not fit ends the search with DAMAGED. It keeps nothing between calls but memory.
   It is called through ctypes by compiled.py, which releases Python's lock; a workspace serves one call at a time. */

#include <limits.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#define OPEN __declspec(dllexport)
#else
#define OPEN __attribute__((visibility("default")))
#endif

#ifndef SOURCE
#define SOURCE 0
#endif

enum { INF = 0x3FFFFFFF, LONGEST = 32, FIRST = 3, DEAREST = 32000000, MOST_TOPS = 4096, LITTLE = 1 << 16, FEW = 1 << 14 };
enum { DONE = 0, MORE = 1, DAMAGED = -1, MEMORY = -2 };

/* One index: n entities, m arcs, sorted by (source, cost); see PathIndex for what each array holds. */
typedef struct {
    int64_t n, m, n_codes, n_kinds;
    const int64_t *indptr;
    const int32_t *targets, *costs, *rows;
    const int16_t *codes, *kinds;
    const int8_t *signs;
    const uint8_t *symmetric;
} Graph;

/* One question. Masks are NULL where anything goes. Those of steps and positions hold one entry for all, the first
   (positions: the second), unless `exact`. `walk` is a table over (code, category, category): bit 0 inside a path,
   bit 1 into its target or an entity to pass through. `sign` is 2 where any will do; `bits` are those to pass. */
typedef struct {
    int64_t source, target, length, exact, k, states, sign, need;
    const uint8_t *tables[LONGEST], *kinds[LONGEST + 1];
    const uint8_t *banned, *walk, *arcs, *twins;
    const int64_t *bits;
} Query;

typedef struct { int32_t cost, arc; } Item;                       /* what leads on: its cost with what must follow */
typedef struct { int64_t key, at, reserved; int32_t arc, end, waiting, sorted, direct, floor, r; } List;
typedef struct { int64_t state; int32_t parent, arc, cost, list, used; int16_t steps; } Prefix;
typedef struct { int64_t key; int32_t prefix, item; } Open;       /* key: cost, and the longer beginning first */

typedef struct {
    jmp_buf failed;
    Graph g;
    Query q;
    int plain; /* whether any arc may be walked */
    /* labels: a slot for each state that was reached */
    int32_t *slot_of; int64_t n_states;
    int64_t *state_of; int32_t *h, *direct; int64_t slots, slot_room, label_room;
    int32_t *now, *next; int64_t n_now, n_next, now_room, next_room;
    int32_t *ahead, *ahead_touched; int64_t n_ahead, ahead_room; /* forward labels, by entity */
    uint8_t *marked;
    int32_t reach; /* what it costs at least to come where forward labels do not lead */
    int32_t least, bound, limit; /* the cheapest arc into the target; what no path may exceed, before and while k are found */
    int32_t pinned[LONGEST]; int n_pinned;
    int32_t *tops; int64_t n_tops, tops_room;
    /* the search: lists by (state, steps left), beginnings, and those that are open */
    List *lists; int64_t n_lists, list_room;
    int32_t *place; int64_t places;
    Item *items; int64_t n_items, item_room;
    Prefix *prefixes; int64_t n_prefixes, prefix_room, unused;
    Open *open; int64_t n_open, open_room;
    /* the answers */
    int32_t *cost, *steps, *arcs, *order, *spare; int64_t found, found_room, arc_room, order_room, spare_room, first;
    int64_t work, most_work, total; /* arcs that labels looked at, how many are enough, those of all guesses */
    int32_t guess, known;    /* what k paths of the first search cost at most; INF where there are fewer */
    int64_t at, steps_now, running; /* where a search stands that goes on */
} Work;

static void fail(Work *w, int why) { longjmp(w->failed, why); }

/* Room for `wanted` things of `size` bytes, at least doubled; what was there stays. */
static void *room(Work *w, void *held, int64_t *has, int64_t wanted, size_t size)
{
    if (wanted <= *has) return held;
    int64_t more = *has * 2 > wanted ? *has * 2 : wanted + 256;
    if (more > (int64_t)(PTRDIFF_MAX / size) || more > INT64_C(1) << 33) fail(w, MEMORY);
    void *grown = realloc(held, (size_t)more * size);
    if (!grown) fail(w, MEMORY);
    *has = more;
    return grown;
}
#define ROOM(w, field, has, wanted) ((w)->field = room((w), (w)->field, &(w)->has, (wanted), sizeof *(w)->field))

/* ---- reading the index, trusting nothing --------------------------------------------------------------------- */

static inline void span(Work *w, int64_t v, int32_t *from, int32_t *to)
{
    int64_t a = w->g.indptr[v], e = w->g.indptr[v + 1];
    if (a < 0 || e < a || e > w->g.m) fail(w, DAMAGED);
    *from = (int32_t)a, *to = (int32_t)e;
}

static inline int32_t target_of(Work *w, int32_t a)
{
    int32_t v = w->g.targets[a];
    if ((uint32_t)v >= (uint64_t)w->g.n) fail(w, DAMAGED);
    return v;
}

static inline int32_t cost_of(Work *w, int32_t a)
{
    int32_t c = w->g.costs[a];
    if ((uint32_t)c > DEAREST) fail(w, DAMAGED);
    return c;
}

static inline int code_of(Work *w, int32_t a, int back)
{
    int code = w->g.codes[a] ^ back;
    if ((unsigned)code >= (uint64_t)w->g.n_codes) fail(w, DAMAGED);
    return code;
}

static inline int kind_of(Work *w, int64_t v)
{
    int kind = w->g.kinds[v];
    if ((unsigned)kind >= (uint64_t)w->g.n_kinds) fail(w, DAMAGED);
    return kind;
}

/* Whether an entity may stand at a position inside a path. */
static inline int stands(Work *w, int position, int32_t v)
{
    const uint8_t *kinds = w->q.kinds[w->q.exact ? position : 1];
    return !(w->q.banned && w->q.banned[v]) && !(kinds && !kinds[kind_of(w, v)]);
}

/* Whether an arc from u to v may be walked at a step; with `back` the arc is given by its twin. */
static inline int may(Work *w, int step, int32_t a, int back, int32_t u, int32_t v)
{
    if (w->plain) return 1;
    const Query *q = &w->q;
    const uint8_t *table = q->tables[q->exact ? step : 0], *arcs = back ? q->twins : q->arcs;
    int code = code_of(w, a, back);
    if ((table && !table[code]) || (arcs && !arcs[a])) return 0;
    if (!q->walk) return 1;
    int into = v == q->target || (q->bits && q->bits[v]) ? 2 : 1;
    return q->walk[((int64_t)code * w->g.n_kinds + kind_of(w, u)) * w->g.n_kinds + kind_of(w, v)] & into;
}

static inline int sign_of(Work *w, int32_t a, int back)
{
    int code = code_of(w, a, back);
    return code & 1 && !w->g.symmetric[code >> 1] ? 0 : w->g.signs[a];
}

/* What is still needed once an arc was walked into v; −1 where it may not be walked. */
static inline int64_t after(Work *w, int64_t need, int32_t a, int32_t v)
{
    if (w->q.sign != 2) {
        int sign = sign_of(w, a, 0);
        if (w->q.sign) {
            if (!sign) return -1;
            need ^= sign < 0;
        } else if (!sign) {
            need &= ~INT64_C(1);
        }
    }
    return w->q.bits ? need & ~w->q.bits[v] : need;
}

/* ---- labels --------------------------------------------------------------------------------------------------- */

static int32_t slot(Work *w, int64_t state)
{
    int32_t s = w->slot_of[state];
    if (s) return s;
    int64_t length = w->q.length;
    s = (int32_t)w->slots++;
    if (s == INT_MAX) fail(w, MEMORY);
    if (w->slots > w->slot_room) {
        int64_t had = w->slot_room;
        ROOM(w, state_of, slot_room, w->slots);
        w->slot_room = had;
        ROOM(w, direct, slot_room, w->slots);
    }
    ROOM(w, h, label_room, w->slots * length);
    w->slot_of[state] = s;
    w->state_of[s] = state;
    w->direct[s] = 0;
    for (int64_t r = 0; r < length; r++) w->h[s * length + r] = INF;
    return s;
}

static void forget_labels(Work *w)
{
    for (int64_t s = 1; s < w->slots; s++) w->slot_of[w->state_of[s]] = 0;
    w->slots = 1;
}

static inline void relax(Work *w, int64_t state, int r, int32_t cost)
{
    int32_t s = slot(w, state);
    int32_t *h = w->h + s * w->q.length;
    if (r == 1) {
        w->direct[s]++;
        if (cost < w->least) w->least = cost;
    }
    if (cost >= h[r]) return;
    if (w->q.exact ? h[r] == INF : h[r] == h[r - 1]) {
        ROOM(w, next, next_room, w->n_next + 1);
        w->next[w->n_next++] = s;
    }
    h[r] = cost;
}

/* The labels of r steps, from those that changed with the last one. `bounded`: only what stays within the bound. */
static void push(Work *w, int length, int r, int32_t budget, int bounded)
{
    const Query *q = &w->q;
    int step = length - r;
    w->n_next = 0;
    for (int64_t i = 0; i < w->n_now; i++) {
        int64_t from = w->now[i], state = w->state_of[from];
        int32_t v = (int32_t)(state / q->states), so_far = w->h[from * q->length + r - 1], a, end, only = -1;
        int64_t need = state % q->states;
        int held = 0;
        for (int p = 0; p < w->n_pinned; p++)
            if (w->pinned[p] == v) held = 1, only = p ? w->pinned[p - 1] : -1;
        if (held && only < 0) continue;
        span(w, v, &a, &end);
        w->work -= a;
        for (; a < end; a++) {
            int32_t cost = cost_of(w, a), u;
            if (cost > budget - so_far) break;
            u = target_of(w, a);
            cost += so_far;
            if (bounded && cost + (w->ahead[u] < INF ? w->ahead[u] : w->reach) > w->bound) continue;
            if (u == q->source || u == q->target || (held && u != only)) continue;
            if (!stands(w, step, u) || !may(w, step, a, 1, u, v)) continue;
            if (q->states == 1) {
                relax(w, u, r, cost);
                continue;
            }
            int64_t before = need;
            if (q->bits) {
                if (before & q->bits[v]) continue;
                before |= q->bits[v];
            }
            if (q->sign == 2) {
                relax(w, u * q->states + before, r, cost);
                continue;
            }
            int sign = sign_of(w, a, 1);
            if (q->sign) {
                if (sign) relax(w, u * q->states + (before ^ (sign < 0)), r, cost);
                continue;
            }
            if (!(before & 1) || sign) relax(w, u * q->states + before, r, cost);
            if (!(before & 1) && !sign) relax(w, u * q->states + (before | 1), r, cost);
        }
        if ((w->work += a) > w->most_work) return;
    }
    if (!q->exact)
        for (int64_t i = 0; i < w->n_next; i++) {
            int32_t *h = w->h + w->next[i] * q->length;
            for (int later = r + 1; later < q->length; later++) h[later] = h[r];
        }
    int32_t *other = w->now;
    int64_t other_room = w->now_room;
    w->now = w->next, w->n_now = w->n_next, w->now_room = w->next_room;
    w->next = other, w->next_room = other_room;
}

/* Keep the k cheapest of what is told, and lower the bound to the k-th. */
static void top(Work *w, int32_t cost)
{
    int64_t k = w->q.k, i;
    if (k > MOST_TOPS) return;
    if (w->n_tops < k) {
        ROOM(w, tops, tops_room, w->n_tops + 1);
        for (i = w->n_tops++; i && w->tops[(i - 1) / 2] < cost; i = (i - 1) / 2) w->tops[i] = w->tops[(i - 1) / 2];
        w->tops[i] = cost;
    } else if (cost < w->tops[0]) {
        for (i = 0;;) {
            int64_t child = 2 * i + 1;
            if (child + 1 < k && w->tops[child + 1] > w->tops[child]) child++;
            if (child >= k || w->tops[child] <= cost) break;
            w->tops[i] = w->tops[child], i = child;
        }
        w->tops[i] = cost;
    }
    if (w->n_tops == k && w->tops[0] < w->bound) w->bound = w->tops[0];
}

/* The last label, only where a path can be after its first step, from what leads on there; 0 where pushing is less
   work. Of at most 3 steps each such end is a path of its own, so the k-th cheapest is a bound. */
static int pull(Work *w, int length)
{
    const Query *q = &w->q;
    int64_t pushing = 0, pulling = 0, near = 0;
    int32_t a, end, b, to;
    for (int64_t i = 0; i < w->n_now; i++) {
        span(w, w->state_of[w->now[i]], &b, &to);
        pushing += to - b;
    }
    w->n_next = 0;
    span(w, q->source, &a, &end);
    for (; a < end; a++) { /* the cheapest arc to each */
        int32_t v = target_of(w, a);
        if (v == q->source || w->marked[v] || !may(w, 0, a, 0, (int32_t)q->source, v)) continue;
        if (v != q->target && !stands(w, 1, v)) continue;
        ROOM(w, next, next_room, near + 1);
        w->next[near++] = a;
        w->marked[v] = 1;
    }
    for (int64_t i = 0; i < near; i++) {
        int32_t v = w->g.targets[w->next[i]];
        w->marked[v] = 0;
        span(w, v, &b, &to);
        pulling += to - b;
    }
    if (pulling > 4 * pushing) return 0;
    w->n_tops = 0;
    for (int64_t i = 0; i < near; i++) {
        int32_t v = w->g.targets[w->next[i]], first = cost_of(w, w->next[i]), best = INF;
        if (first > w->bound) break;
        if (v == q->target) {
            top(w, first);
            continue;
        }
        int32_t known = w->slot_of[v];
        if (known) best = w->h[known * q->length + length - 2];
        span(w, v, &b, &to);
        for (; b < to; b++) {
            int32_t cost = cost_of(w, b), u;
            if (cost + w->least >= best || cost + w->least > w->bound - first) break;
            u = target_of(w, b);
            int32_t s = w->slot_of[u];
            if (!s || u == v || u == q->source || u == q->target) continue;
            cost += w->h[s * q->length + length - 2];
            if (cost < best && stands(w, 2, u) && may(w, 1, b, 0, v, u)) best = cost;
        }
        if (best >= INF) continue;
        int32_t s = slot(w, v);
        w->h[s * q->length + length - 1] = best;
        if (length <= 3) top(w, first + best);
    }
    return 1;
}

static void backward(Work *w, int length, int32_t budget, int bounded, int pulled)
{
    const Query *q = &w->q;
    forget_labels(w);
    int32_t t = slot(w, q->target * q->states), *h = w->h + t * q->length;
    for (int r = 0; r < (q->exact ? 1 : q->length); r++) h[r] = 0;
    ROOM(w, now, now_room, 1);
    w->now[0] = t, w->n_now = 1;
    if (!bounded) w->least = INF;
    for (int r = 1; r < length; r++) {
        if (w->work > w->most_work) return;
        if (pulled && r == length - 1 && r > 1 && q->states == 1 && !q->exact && pull(w, length)) return;
        push(w, length, r, budget, bounded);
    }
}

/* The cheapest ways from the source, in fewer than `length` steps. */
static void forward(Work *w, int length, int32_t budget)
{
    const Query *q = &w->q;
    for (int64_t i = 0; i < w->n_ahead; i++) w->ahead[w->ahead_touched[i]] = INF;
    ROOM(w, ahead_touched, ahead_room, 1);
    ROOM(w, now, now_room, 1);
    w->ahead[q->source] = 0;
    w->ahead_touched[0] = w->now[0] = (int32_t)q->source;
    w->n_ahead = w->n_now = 1;
    for (int r = 1; r < length && w->n_now; r++) {
        w->n_next = 0;
        for (int64_t i = 0; i < w->n_now; i++) {
            int32_t v = w->now[i], so_far = w->ahead[v], a, end;
            span(w, v, &a, &end);
            w->work -= a;
            for (; a < end; a++) {
                int32_t cost = cost_of(w, a), u;
                if (cost > budget - so_far) break;
                u = target_of(w, a);
                cost += so_far;
                if (cost >= w->ahead[u] || u == q->target) continue;
                if (!stands(w, 1, u) || !may(w, 0, a, 0, v, u)) continue;
                if (w->ahead[u] == INF) {
                    ROOM(w, ahead_touched, ahead_room, w->n_ahead + 1);
                    w->ahead_touched[w->n_ahead++] = u;
                }
                w->ahead[u] = cost;
                if (!w->marked[u]) {
                    ROOM(w, next, next_room, w->n_next + 1);
                    w->next[w->n_next++] = u;
                    w->marked[u] = 1;
                }
            }
            w->work += a;
        }
        for (int64_t i = 0; i < w->n_next; i++) w->marked[w->next[i]] = 0;
        int32_t *other = w->now;
        int64_t other_room = w->now_room;
        w->now = w->next, w->n_now = w->n_next, w->now_room = w->next_room;
        w->next = other, w->next_room = other_room;
    }
}

/* The entities that every path must pass first, one after the other: none leads through them again. Without this a
   source that hangs on one entity has any number of walks out and back again, and hardly a path. */
static void pin(Work *w)
{
    const Query *q = &w->q;
    int32_t v = (int32_t)q->source;
    w->n_pinned = 0;
    while (w->n_pinned < q->length - 1) {
        int32_t only = -1, a, end;
        span(w, v, &a, &end);
        for (; a < end; a++) {
            int32_t u = target_of(w, a);
            int before = u == q->source;
            for (int p = 0; p < w->n_pinned; p++) before |= w->pinned[p] == u;
            if (before || u == only || !may(w, w->n_pinned, a, 0, v, u)) continue;
            if (u == q->target) return;
            if (!stands(w, w->n_pinned + 1, u)) continue;
            if (only >= 0) return;
            only = u;
        }
        if (only < 0) return;
        w->pinned[w->n_pinned++] = v = only;
    }
}

/* ---- what leads on, cheapest first ---------------------------------------------------------------------------- */

static int32_t list_of(Work *w, int64_t state, int r)
{
    int64_t key = state * (LONGEST + 1) + r, at;
    if (w->n_lists * 2 >= w->places) {
        int64_t places = w->places ? w->places * 2 : 1024;
        int32_t *place = malloc((size_t)places * sizeof *place);
        if (!place) fail(w, MEMORY);
        free(w->place);
        w->place = place, w->places = places;
        memset(place, 0xFF, (size_t)places * sizeof *place);
        for (int64_t i = 0; i < w->n_lists; i++) {
            at = (int64_t)(((uint64_t)w->lists[i].key * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (places - 1);
            while (place[at] >= 0) at = (at + 1) & (places - 1);
            place[at] = (int32_t)i;
        }
    }
    at = (int64_t)(((uint64_t)key * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (w->places - 1);
    for (; w->place[at] >= 0; at = (at + 1) & (w->places - 1))
        if (w->lists[w->place[at]].key == key) return w->place[at];
    List l = {.key = key, .r = r};
    span(w, state / w->q.states, &l.arc, &l.end);
    int32_t s = w->slot_of[state];
    if (s && r == 1 && w->q.length > 1) { /* only arcs into the target, none of which is cheaper than the label */
        int32_t least = w->h[s * w->q.length + 1], from = l.arc, to = l.end;
        while (from < to) {
            int32_t middle = from + (to - from) / 2;
            if (w->g.costs[middle] < least) from = middle + 1;
            else to = middle;
        }
        l.arc = from;
    }
    l.direct = s && (r == 1 || !w->q.exact) ? w->direct[s] : -1;
    l.floor = w->least;
    l.reserved = l.end - l.arc;
    l.at = w->n_items;
    ROOM(w, items, item_room, w->n_items + 2 * l.reserved);
    w->n_items += 2 * l.reserved;
    ROOM(w, lists, list_room, w->n_lists + 1);
    w->place[at] = (int32_t)w->n_lists;
    w->lists[w->n_lists] = l;
    return (int32_t)w->n_lists++;
}

/* The j-th cheapest of a list, from 0; 0 where there are no more. Looks no further than it must. */
static int item(Work *w, int32_t list, int32_t j, Item *out)
{
    List *l = w->lists + list;
    Item *heap = w->items + l->at, *sorted = heap + l->reserved;
    const Query *q = &w->q;
    int64_t state = l->key / (LONGEST + 1), need = state % q->states;
    int32_t v = (int32_t)(state / q->states);
    int step = (int)w->steps_now - l->r;
    while (l->sorted <= j) {
        while (l->arc < l->end) {
            int32_t a = l->arc, cost = cost_of(w, a), u, s, floor = l->direct ? 0 : l->floor;
            if (cost + floor > w->bound || (l->r == 1 && !l->direct)) {
                l->arc = l->end;
                break;
            }
            if (l->waiting && cost + floor > heap[0].cost) break;
            l->arc++;
            u = target_of(w, a);
            if (u != q->target && l->r == 1) continue;
            int64_t left = q->states == 1 ? 0 : after(w, need, a, u);
            if (left < 0 || !(s = w->slot_of[u * q->states + left])) continue;
            int32_t rest = w->h[s * q->length + l->r - 1];
            if (rest >= INF || cost + rest > w->bound || !may(w, step, a, 0, v, u)) continue;
            if (u == q->target && l->direct > 0) l->direct--;
            int64_t i = l->waiting++;
            for (; i && heap[(i - 1) / 2].cost > cost + rest; i = (i - 1) / 2) heap[i] = heap[(i - 1) / 2];
            heap[i] = (Item){cost + rest, a};
        }
        if (!l->waiting) return 0;
        sorted[l->sorted++] = heap[0];
        Item last = heap[--l->waiting];
        int64_t i = 0;
        for (;;) {
            int64_t child = 2 * i + 1;
            if (child + 1 < l->waiting && heap[child + 1].cost < heap[child].cost) child++;
            if (child >= l->waiting || heap[child].cost >= last.cost) break;
            heap[i] = heap[child], i = child;
        }
        heap[i] = last;
    }
    *out = sorted[j];
    return 1;
}

/* ---- the search ------------------------------------------------------------------------------------------------ */

static void add_open(Work *w, int32_t cost, int32_t prefix, int32_t item, int at_top)
{
    Open o = {(int64_t)cost * 64 + (63 - w->prefixes[prefix].steps), prefix, item};
    int64_t i;
    if (!at_top) {
        ROOM(w, open, open_room, w->n_open + 1);
        for (i = w->n_open++; i && w->open[(i - 1) / 2].key > o.key; i = (i - 1) / 2) w->open[i] = w->open[(i - 1) / 2];
        w->open[i] = o;
        return;
    }
    for (i = 0;;) { /* in place of the first */
        int64_t child = 2 * i + 1;
        if (child + 1 < w->n_open && w->open[child + 1].key < w->open[child].key) child++;
        if (child >= w->n_open || w->open[child].key >= o.key) break;
        w->open[i] = w->open[child], i = child;
    }
    w->open[i] = o;
}

static void drop_first(Work *w)
{
    Open last = w->open[--w->n_open];
    int64_t i = 0;
    for (;;) {
        int64_t child = 2 * i + 1;
        if (child + 1 < w->n_open && w->open[child + 1].key < w->open[child].key) child++;
        if (child >= w->n_open || w->open[child].key >= last.key) break;
        w->open[i] = w->open[child], i = child;
    }
    w->open[i] = last;
}

/* One use of a beginning less; what nothing uses any more makes room for others. */
static void release(Work *w, int32_t p)
{
    while (p >= 0 && !--w->prefixes[p].used) {
        int32_t parent = w->prefixes[p].parent;
        w->prefixes[p].parent = (int32_t)w->unused;
        w->unused = p;
        p = parent;
    }
}

static void begin_at(Work *w, int64_t state, int32_t parent, int32_t arc, int32_t cost, int steps)
{
    Item first;
    int32_t list = list_of(w, state, (int)w->steps_now - steps), p;
    if (!item(w, list, 0, &first) || cost + first.cost > w->limit) return;
    if (w->unused >= 0) {
        p = (int32_t)w->unused;
        w->unused = w->prefixes[p].parent;
    } else {
        if (w->n_prefixes >= INT64_C(1) << 24) fail(w, MEMORY);
        ROOM(w, prefixes, prefix_room, w->n_prefixes + 1);
        p = (int32_t)w->n_prefixes++;
    }
    if (parent >= 0) w->prefixes[parent].used++;
    w->prefixes[p] = (Prefix){state, parent, arc, cost, list, 1, (int16_t)steps};
    add_open(w, cost + first.cost, p, 0, 0);
}

/* The canonical order of two answers: cost, length, entities, predicates, claims. */
static int before(Work *w, int64_t x, int64_t y)
{
    int64_t length = w->q.length;
    const int32_t *a = w->arcs + x * length, *b = w->arcs + y * length;
    if (w->cost[x] != w->cost[y]) return w->cost[x] < w->cost[y];
    int n = w->steps[x];
    if (n != w->steps[y]) return n < w->steps[y];
    for (int i = 0; i < n; i++)
        if (w->g.targets[a[i]] != w->g.targets[b[i]]) return w->g.targets[a[i]] < w->g.targets[b[i]];
    for (int i = 0; i < n; i++)
        if (w->g.codes[a[i]] != w->g.codes[b[i]]) return w->g.codes[a[i]] < w->g.codes[b[i]];
    for (int i = 0; i < n; i++)
        if (w->g.rows[a[i]] != w->g.rows[b[i]]) return w->g.rows[a[i]] < w->g.rows[b[i]];
    return 0;
}

/* Sort the answers from `first` on and keep k of them. */
static void settle(Work *w)
{
    int64_t n = w->found - w->first, length = w->q.length, keep = n < w->q.k ? n : w->q.k;
    if (n < 1) return;
    ROOM(w, order, order_room, 2 * n);
    int32_t *from = w->order, *to = w->order + n;
    for (int64_t i = 0; i < n; i++) from[i] = (int32_t)i;
    for (int64_t width = 1; width < n; width *= 2) {
        for (int64_t low = 0; low < n; low += 2 * width) {
            int64_t middle = low + width < n ? low + width : n, high = low + 2 * width < n ? low + 2 * width : n;
            for (int64_t i = low, j = middle, o = low; o < high; o++)
                to[o] = i < middle && (j >= high || !before(w, w->first + from[j], w->first + from[i])) ? from[i++] : from[j++];
        }
        int32_t *other = from;
        from = to, to = other;
    }
    ROOM(w, spare, spare_room, keep * (length + 2));
    for (int64_t i = 0; i < keep; i++) {
        int64_t x = w->first + from[i];
        w->spare[i] = w->cost[x];
        w->spare[keep + i] = w->steps[x];
        memcpy(w->spare + 2 * keep + i * length, w->arcs + x * length, (size_t)length * sizeof(int32_t));
    }
    memcpy(w->cost + w->first, w->spare, (size_t)keep * sizeof(int32_t));
    memcpy(w->steps + w->first, w->spare + keep, (size_t)keep * sizeof(int32_t));
    memcpy(w->arcs + w->first * length, w->spare + 2 * keep, (size_t)(keep * length) * sizeof(int32_t));
    w->found = w->first + keep;
}

static void record(Work *w, int32_t prefix, int32_t arc, int32_t cost)
{
    int64_t length = w->q.length, had = w->found_room, steps = w->prefixes[prefix].steps + 1;
    ROOM(w, cost, found_room, w->found + 1);
    w->found_room = had;
    ROOM(w, steps, found_room, w->found + 1);
    ROOM(w, arcs, arc_room, (w->found + 1) * length);
    int32_t *out = w->arcs + w->found * length;
    for (int64_t i = length - 1; i >= steps; i--) out[i] = -1;
    out[steps - 1] = arc;
    for (int64_t i = steps - 2; i >= 0; i--) out[i] = w->prefixes[prefix].arc, prefix = w->prefixes[prefix].parent;
    w->cost[w->found] = cost;
    w->steps[w->found++] = (int32_t)steps;
    int64_t n = w->found - w->first;
    if (n == w->q.k && cost < w->limit) w->limit = cost; /* they come in the order of their cost */
    if (n > 2 * w->q.k + 4096) settle(w);
}

static void forget_lists(Work *w)
{
    if (w->place) memset(w->place, 0xFF, (size_t)w->places * sizeof *w->place);
    w->n_lists = w->n_items = 0;
}

static void start(Work *w, int64_t source, int length)
{
    w->steps_now = length;
    w->n_open = w->n_prefixes = 0;
    w->unused = -1;
    w->limit = w->bound;
    begin_at(w, source * w->q.states + w->q.need, -1, -1, 0, 0);
}

/* Follow beginnings, the cheapest first, at most so many. */
static int follow(Work *w, int64_t most)
{
    const Query *q = &w->q;
    while (w->n_open) {
        Open first = w->open[0];
        if (first.key / 64 > w->limit) return DONE;
        if (!most--) return MORE;
        int32_t p = first.prefix;
        Prefix from = w->prefixes[p];
        Item x, y;
        if (!item(w, from.list, first.item, &x)) fail(w, DAMAGED);
        int kept = item(w, from.list, first.item + 1, &y) && from.cost + y.cost <= w->limit;
        if (kept) add_open(w, from.cost + y.cost, p, first.item + 1, 1);
        else drop_first(w);
        int32_t v = target_of(w, x.arc), cost = from.cost + cost_of(w, x.arc), again = 0;
        for (int32_t on = p; on >= 0 && !again; on = w->prefixes[on].parent) again = w->prefixes[on].state / q->states == v;
        if (!again) {
            if (v == q->target) {
                record(w, p, x.arc, cost);
            } else if (from.steps + 1 < w->steps_now) {
                int64_t left = q->states == 1 ? 0 : after(w, from.state % q->states, x.arc, v);
                if (left >= 0) begin_at(w, v * q->states + left, p, x.arc, cost, from.steps + 1);
            }
        }
        if (!kept) release(w, p);
    }
    return DONE;
}

/* The cheapest arc that leads out of the source. */
static int32_t cheapest_out(Work *w)
{
    int32_t a, end;
    span(w, w->q.source, &a, &end);
    return a < end ? cost_of(w, a) : 0;
}

/* Make the labels of a round and begin it; 0 where that was too much work. */
static int begin_round(Work *w)
{
    const Query *q = &w->q;
    int length = (int)w->at;
    forget_lists(w);
    w->found = w->work = 0;
    if (w->bound < INF) {
        /* half the way from either end: two small balls instead of one that fills the graph */
        int32_t half = w->bound / 2, most = w->bound - (w->least < INF ? w->least : 0);
        w->reach = (half < most ? half : most) + 1;
        forward(w, length, w->reach - 1);
        backward(w, length, w->bound - cheapest_out(w), 1, 0);
    } else {
        backward(w, length, INF, 0, 1);
    }
    if (w->work > w->most_work) return 0;
    start(w, q->source, length);
    return 1;
}

/* The bound of the next round; 0 where the answers are there. After the first round, of 3 steps at most, come rounds of
   the whole length: one under what k paths are known to cost, if that is little work; else under guesses that rise
   from below, because what a round looks at grows far faster than its bound. */
static int next_bound(Work *w, int was_too_much)
{
    const Query *q = &w->q;
    int64_t found = w->found - w->first;
    if (!was_too_much) settle(w);
    if (w->at < q->length) {
        w->at = q->length;
        w->total = 0;
        w->known = found >= q->k ? w->cost[q->k - 1] : INF;
        w->guess = found ? w->cost[(found < q->k ? found : q->k) / 2] : cheapest_out(w) + (w->least < INF ? w->least : 0);
        if (found == 1) w->guess = w->cost[0];
        w->bound = w->known;
        w->most_work = w->known < INF ? LITTLE : q->length == FIRST + 1 ? 16 * FEW : FEW;
        return 1;
    }
    if (!was_too_much) {
        if (found >= q->k || w->bound == w->known || w->bound == INF) return 0;
        int32_t step = w->bound / (found ? 16 : 8) + 1;
        w->guess = w->bound + (found * 4 < q->k ? 2 * step : step);
        if ((w->total += w->work) > w->g.m || w->guess >= INF / 2) w->guess = INF;
    }
    w->bound = w->guess < w->known ? w->guess : w->known;
    w->most_work = INT64_MAX;
    return 1;
}

/* ---- what is called --------------------------------------------------------------------------------------------- */

OPEN uint32_t mechgraph_source(void) { return SOURCE; }

OPEN void mechgraph_free(Work *w)
{
    if (!w) return;
    void *held[] = {w->slot_of, w->state_of, w->h, w->direct, w->now, w->next, w->ahead, w->ahead_touched, w->marked,
                    w->tops, w->lists, w->place, w->items, w->prefixes, w->open, w->cost, w->steps, w->arcs, w->order,
                    w->spare};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) free(held[i]);
    free(w);
}

/* A workspace for graphs of n entities; NULL where there is no memory. */
OPEN Work *mechgraph_new(int64_t n, int64_t states)
{
    Work *w = calloc(1, sizeof *w);
    if (!w) return NULL;
    w->n_states = n * states;
    w->slot_of = calloc((size_t)w->n_states + 1, sizeof *w->slot_of);
    w->marked = calloc((size_t)n + 1, 1);
    w->ahead = malloc(((size_t)n + 1) * sizeof *w->ahead);
    if (!w->slot_of || !w->marked || !w->ahead) {
        mechgraph_free(w);
        return NULL;
    }
    for (int64_t i = 0; i < n; i++) w->ahead[i] = INF;
    w->slots = 1;
    return w;
}

static void ask(Work *w, const Graph *g, const Query *q)
{
    w->g = *g, w->q = *q;
    w->plain = !q->walk && !q->arcs;
    for (int i = 0; i < (q->exact ? q->length : 1); i++) w->plain &= !q->tables[i];
    w->bound = w->limit = INF;
    w->found = w->first = w->n_pinned = 0;
    w->running = 0;
    w->most_work = INT64_MAX;
}

/* The k best paths of one pair. MORE: call again with `on`, nothing else changed; then the answers are not there yet. */
OPEN int mechgraph_search(Work *w, const Graph *g, const Query *q, int on, const int64_t most)
{
    int failed = setjmp(w->failed);
    if (failed) return failed;
    if (!on) {
        ask(w, g, q);
        pin(w);
        w->at = q->exact || q->length < FIRST ? q->length : FIRST;
    }
    for (;;) {
        int enough = w->running || begin_round(w);
        w->running = 1;
        if (enough && follow(w, most) == MORE) return MORE;
        w->running = 0;
        if (!next_bound(w, !enough)) return DONE;
    }
}

/* The k best paths from each of some sources to one target, whose labels serve them all; `counts` of each source. The
   source of the question is its target. */
OPEN int mechgraph_rank(Work *w, const Graph *g, const Query *q, int64_t n, const int64_t *sources, int32_t *counts,
                        int on, const int64_t most)
{
    int failed = setjmp(w->failed);
    if (failed) return failed;
    if (!on) {
        ask(w, g, q);
        backward(w, (int)q->length, INF, 0, 0);
        forget_lists(w);
        w->at = 0;
    }
    for (; w->at < n; w->at++) {
        int64_t source = sources[w->at];
        if (!w->running) {
            w->first = w->found;
            counts[w->at] = 0;
            if (source == q->target || (q->exact && q->kinds[0] && !q->kinds[0][kind_of(w, source)])) continue;
            start(w, source, (int)w->q.length);
        }
        w->running = 1;
        if (follow(w, most) == MORE) return MORE;
        w->running = 0;
        settle(w);
        counts[w->at] = (int32_t)(w->found - w->first);
    }
    return DONE;
}

OPEN int64_t mechgraph_found(const Work *w) { return w->found; }

/* Bytes that a workspace holds, about. */
OPEN int64_t mechgraph_held(const Work *w)
{
    return 4 * w->n_states + 4 * w->label_room + (int64_t)sizeof(Item) * w->item_room +
           (int64_t)sizeof(Prefix) * w->prefix_room + (int64_t)sizeof(Open) * w->open_room + 8 * w->arc_room;
}

/* The answers: costs (found) and arc numbers (found, length), −1 after the end. */
OPEN void mechgraph_take(Work *w, int64_t *costs, int64_t *arcs)
{
    for (int64_t i = 0; i < w->found; i++) costs[i] = w->cost[i];
    for (int64_t i = 0; i < w->found * w->q.length; i++) arcs[i] = w->arcs[i];
    w->found = 0;
}
