export async function handler({ picture = 'photo.jpg' }) {
  const sizes = (process.env.SIZES ?? '64').split(',').map(Number);
  return { thumbnails: sizes.map((size) => `${size}/${picture}`), stage: process.env.STAGE };
}
