/**
 * 1:1 face verification: the face at the door against the views of ONE user, never a search among residents.
 * Embeddings of different model packs live in different spaces, so every value here carries the id of its pack and two
 * packs are never compared.
 */

/** A unit-length vector in the space of one model pack. Made only by {@link unitEmbedding}. */
export type Embedding = Float32Array & { readonly __unitLength: true };

/** One enrolled photograph. Each is sealed and stored alone; the mean is made in memory from what was unsealed. */
export interface FaceView {
  readonly packId: string;
  readonly embedding: Embedding;
}

/** What a user's face is compared with: the normalised mean of their views. */
export interface FaceTemplate {
  readonly packId: string;
  readonly mean: Embedding;
  readonly viewCount: number;
}

export type MatchLevel = 'default' | 'strict' | 'maximum';

/**
 * Least cosine that counts as the same person, for the default pack and a mean template, with the false accept rate
 * measured on LFW (all pairs): default 1e-4, strict 1e-5, maximum 2e-6. A pack's manifest may say other values.
 */
export const MATCH_THRESHOLDS: Readonly<Record<MatchLevel, number>> = { default: 0.55, strict: 0.61, maximum: 0.65 };

/** Least cosine between any two views of one enrolment (false accept rate about 1e-3). */
export const VIEWS_AGREE_MIN = 0.45;

/** Most views that one template may have; enrolment asks for 3 to 5. */
export const VIEWS_MAX = 8;

/**
 * Scales a vector to length 1.
 * @throws RangeError if it is empty, holds a value that is not finite, or has no length: such a template must never match.
 */
export function unitEmbedding(values: ArrayLike<number>): Embedding {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? Number.NaN) ** 2;
  const length = Math.sqrt(sum);
  if (!Number.isFinite(length) || length < 1e-6) {
    throw new RangeError('a face embedding must be a non-empty vector of finite numbers that are not all zero');
  }
  const unit = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) unit[i] = (values[i] ?? 0) / length;
  return unit as Embedding;
}

/**
 * Cosine of two unit vectors, in [-1, 1].
 * @throws RangeError if their dimensions differ.
 */
export function cosine(a: Embedding, b: Embedding): number {
  if (a.length !== b.length)
    throw new RangeError(`embeddings of ${a.length} and ${b.length} values cannot be compared`);
  let dot = 0;
  for (let i = 0; i < a.length; i++) dot += (a[i] ?? 0) * (b[i] ?? 0);
  return Math.max(-1, Math.min(1, dot));
}

/**
 * Normalised mean of one user's views. It beats the best single view (LFW: 0.990 against 0.961 at FAR 1e-4).
 * @throws RangeError if there is no view, there are too many, or their packs or dimensions differ.
 */
export function meanTemplate(views: readonly FaceView[]): FaceTemplate {
  const first = views[0];
  if (first === undefined) throw new RangeError('a face template needs at least one view');
  if (views.length > VIEWS_MAX) throw new RangeError(`a face template has at most ${VIEWS_MAX} views`);
  const sum = new Float64Array(first.embedding.length);
  for (const view of views) {
    if (view.packId !== first.packId)
      throw new RangeError(`views of packs ${first.packId} and ${view.packId} do not mix`);
    if (view.embedding.length !== sum.length) throw new RangeError('views of one template must have one dimension');
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (view.embedding[i] ?? 0);
  }
  return { packId: first.packId, mean: unitEmbedding(sum), viewCount: views.length };
}

/** Cosine of a probe to a template, or null if they come from different packs and so cannot be compared. */
export function similarity(template: FaceTemplate, probe: FaceView): number | null {
  if (template.packId !== probe.packId) return null;
  return cosine(template.mean, probe.embedding);
}

/**
 * Whether the probe is the template's person. Another pack, or a threshold that is not a number in (0, 1], is never a match.
 * @param threshold least cosine that counts; from the pack's manifest, {@link MATCH_THRESHOLDS} for the default pack
 */
export function isSamePerson(template: FaceTemplate, probe: FaceView, threshold: number): boolean {
  if (!(threshold > 0 && threshold <= 1)) return false;
  const score = similarity(template, probe);
  return score !== null && score >= threshold;
}

export type ViewsAgreement =
  | { readonly ok: true; readonly leastCosine: number }
  /** `index` is the view to take again: the one least like all the others (of two, the later). */
  | { readonly ok: false; readonly index: number; readonly leastCosine: number };

/**
 * Whether all views of an enrolment show one person. One view agrees with itself.
 * @param least cosine that each pair must reach
 * @throws RangeError as {@link meanTemplate} does.
 */
export function viewsAgree(views: readonly FaceView[], least: number = VIEWS_AGREE_MIN): ViewsAgreement {
  meanTemplate(views);
  const sums = views.map(() => 0);
  let leastCosine = 1;
  for (const [i, a] of views.entries()) {
    for (const [j, b] of views.entries()) {
      if (i === j) continue;
      const score = cosine(a.embedding, b.embedding);
      sums[i] = (sums[i] ?? 0) + score;
      leastCosine = Math.min(leastCosine, score);
    }
  }
  if (leastCosine >= least) return { ok: true, leastCosine };
  let index = 0;
  for (const [i, sum] of sums.entries()) if (sum <= (sums[index] ?? 0)) index = i;
  return { ok: false, index, leastCosine };
}
