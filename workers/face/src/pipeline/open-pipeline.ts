import { createHash } from 'node:crypto';
import {
  checkQuality,
  type FacePurpose,
  mainFace,
  type QualityReason,
  unitEmbedding,
  wantsStretch,
  withoutFace,
} from '@smart-latch/core';
import { encodeEmbedding, type FacePack, type Reading } from '@smart-latch/protocol';
import { loadModel } from '../models/install.ts';
import type { ModelRole } from '../models/manifest.ts';
import { alignChip, CHIP_SIZE_PX, measureChip, mirrorChip, stretchChip } from './chip.ts';
import { decode, type Picture } from './decode.ts';
import { detect, type Face } from './detect.ts';
import { detectorLandmarks, type Landmarks, meshLandmarks } from './landmarks.ts';
import { type Network, openNetwork } from './network.ts';
import { type Keep, type Mat, rgbMat, withMats } from './opencv.ts';
import { type Stopwatch, stopwatch } from './stopwatch.ts';

export interface PipelineOptions {
  /** Folder that holds a folder a pack, as `make models` fills it. */
  readonly modelsDir: string;
  readonly pack: FacePack;
}

/** Sees a face in a picture. */
export interface Pipeline {
  /** Whatever the bytes are, the answer is a reading; it throws only when the pipeline itself is broken. */
  read(bytes: Uint8Array, purpose: FacePurpose): Promise<Reading>;
  /** As {@link read}, but embeds the main face even when a gate refuses it: for measuring, never for opening a door. */
  study(bytes: Uint8Array, purpose: FacePurpose): Promise<Study>;
  close(): Promise<void>;
}

export interface Study {
  readonly reading: Reading;
  /** Of the largest face, refused or not; null when none was found. */
  readonly embedding: Float32Array | null;
}

interface Networks {
  readonly detector: Network;
  readonly mesh: Network | null;
  readonly embedder: Network;
}

/**
 * Loads the networks of a pack; each `read` then computes on the calling thread (see threaded.ts for one that does not).
 * @throws Error that says what to run when a network is missing or damaged
 */
export async function openPipeline({ modelsDir, pack }: PipelineOptions): Promise<Pipeline> {
  const open = async (role: ModelRole, model: { input: FacePack['detector']['input'] }): Promise<Network> =>
    openNetwork(await loadModel(pack, role, modelsDir), model.input);
  if (pack.embedder.input.size !== CHIP_SIZE_PX)
    throw new Error(`the embedder of pack ${pack.packId} must take ${CHIP_SIZE_PX} px`);
  const networks: Networks = {
    detector: await open('detector', pack.detector),
    mesh: pack.mesh === undefined ? null : await open('mesh', pack.mesh),
    embedder: await open('embedder', pack.embedder),
  };
  return {
    read: async (bytes, purpose) => (await look(pack, networks, bytes, purpose, false)).reading,
    study: (bytes, purpose) => look(pack, networks, bytes, purpose, true),
    async close() {
      await networks.detector.close();
      await networks.mesh?.close();
      await networks.embedder.close();
    },
  };
}

/** decode -> detect -> choose the face -> landmarks -> align -> gates -> embed. */
async function look(
  pack: FacePack,
  networks: Networks,
  bytes: Uint8Array,
  purpose: FacePurpose,
  embedRefused: boolean,
): Promise<Study> {
  const watch = stopwatch();
  const decoded = await watch.time('decodeMs', () => decode(bytes));
  const blank = blankReading(pack, bytes, purpose);
  if (!decoded.ok)
    return { reading: { ...blank, ...refused(decoded.reason), timings: watch.timings() }, embedding: null };
  const { picture } = decoded;
  return withMats(async (keep) => {
    const mat = rgbMat(keep, picture.rgb, picture.width, picture.height);
    const found = await watch.time('detectMs', () => detect(keep, mat, pack.detector, networks.detector));
    const seen = { ...blank, ...pictureFacts(picture, found.faces), meanLuma: found.meanLuma };
    const main = mainFace(
      found.faces.map((face) => face.width * face.height),
      purpose,
    );
    const face = found.faces[main.verdict === 'ok' ? main.index : 0];
    if (face === undefined) {
      const { verdict, reason } = withoutFace(found.meanLuma);
      return { reading: { ...seen, verdict, detail: reason, timings: watch.timings() }, embedding: null };
    }
    if (main.verdict !== 'ok' && !embedRefused) {
      return { reading: { ...seen, verdict: main.verdict, timings: watch.timings() }, embedding: null };
    }
    const judged = await judgeFace({ keep, mat, face, pack, networks, purpose, watch });
    const passes = judged.reason === null && main.verdict === 'ok';
    const embedding =
      passes || embedRefused ? await embed(keep, judged.chip, purpose, pack, networks.embedder, watch) : null;
    const verdict =
      main.verdict !== 'ok'
        ? { verdict: main.verdict }
        : judged.reason !== null
          ? refused(judged.reason)
          : { verdict: main.verdict };
    const reading: Reading = {
      ...seen,
      ...verdict,
      quality: judged.quality,
      stretched: judged.stretched,
      embedding: passes && embedding !== null ? encodeEmbedding(embedding) : null,
      timings: watch.timings(),
    };
    return { reading, embedding };
  });
}

interface FaceInPicture {
  readonly keep: Keep;
  readonly mat: Mat;
  readonly face: Face;
  readonly pack: FacePack;
  readonly networks: Networks;
  readonly purpose: FacePurpose;
  readonly watch: Stopwatch;
}

/** The aligned chip with its measures and the gate that refuses it, if any; a dark chip at the door is stretched once. */
async function judgeFace({ keep, mat, face, pack, networks, purpose, watch }: FaceInPicture) {
  const landmarks: Landmarks = await watch.time('meshMs', async () =>
    pack.mesh !== undefined && networks.mesh !== null
      ? meshLandmarks(keep, mat, face, pack.mesh, networks.mesh)
      : detectorLandmarks(face),
  );
  const chip = await watch.time('alignMs', async () => alignChip(keep, mat, landmarks));
  return watch.time('qualityMs', async () => {
    const quality = measureChip(keep, chip, landmarks);
    if (!wantsStretch(quality.lumaMean, purpose))
      return { chip, quality, stretched: false, reason: checkQuality(quality, purpose) };
    const lit = stretchChip(keep, chip);
    const better = measureChip(keep, lit, landmarks);
    return { chip: lit, quality: better, stretched: true, reason: checkQuality(better, purpose) };
  });
}

/** At enrolment the mirrored chip's embedding is added: a template should not depend on the side the light came from. */
async function embed(
  keep: Keep,
  chip: Mat,
  purpose: FacePurpose,
  pack: FacePack,
  network: Network,
  watch: Stopwatch,
): Promise<Float32Array> {
  const one = async (image: Mat): Promise<Float32Array> => {
    const [output] = await network.run(image.data);
    const { dimension } = pack.embedder.output;
    if (output?.values.length !== dimension)
      throw new Error(`the embedder of pack ${pack.packId} does not give ${dimension} values`);
    return unitEmbedding(output.values);
  };
  return watch.time('embedMs', async () => {
    const front = await one(chip);
    if (purpose === 'door') return front;
    const mirrored = await one(mirrorChip(keep, chip));
    return unitEmbedding(front.map((value, i) => value + (mirrored[i] ?? Number.NaN)));
  });
}

function blankReading(pack: FacePack, bytes: Uint8Array, purpose: FacePurpose): Omit<Reading, 'verdict' | 'timings'> {
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    packId: pack.packId,
    purpose,
    width: 0,
    height: 0,
    meanLuma: null,
    faces: [],
    detail: null,
    quality: null,
    stretched: false,
    embedding: null,
  };
}

function pictureFacts({ width, height }: Picture, faces: readonly Face[]): Pick<Reading, 'width' | 'height' | 'faces'> {
  const share = (face: Face): number => (face.width * face.height) / (width * height);
  return { width, height, faces: faces.map((face) => ({ areaShare: share(face), score: face.score })) };
}

function refused(detail: QualityReason): Pick<Reading, 'verdict' | 'detail'> {
  return { verdict: 'low_quality', detail };
}
