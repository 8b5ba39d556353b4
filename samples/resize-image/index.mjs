import { setTimeout as pause } from 'node:timers/promises';

// Work at module level is what a cold start pays for: the first call after a redeploy shows it as Init Duration.
const codecs = await loadCodecs();

/** Pretends to resize an image: `sizes` takes 120 ms each, so a long list runs into the timeout of 2 seconds. */
export const handler = async (event) => {
  const sizes = event.sizes ?? [320, 640, 1280];
  const written = [];
  for (const size of sizes) {
    await pause(120);
    console.info(`resized ${event.key} to ${size} px with ${codecs.jpeg}`);
    written.push(`${event.key}@${size}`);
  }
  return { bucket: event.bucket, written };
};

async function loadCodecs() {
  await pause(250);
  return { jpeg: 'baseline codec' };
}
