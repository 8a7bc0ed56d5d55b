export { installPack } from './models/install.ts';
export { DEFAULT_MANIFEST, DEFAULT_MODELS_DIR, readManifest } from './models/manifest.ts';
export { openPipeline, type Pipeline, type PipelineOptions, type Study } from './pipeline/open-pipeline.ts';
export { openThreadedPipeline, type ThreadedPipeline } from './pipeline/threaded.ts';
