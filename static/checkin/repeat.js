// A badge held before the camera is one scan. The same token counts again only after it has left the picture,
// or, from a hand scanner that cannot see it leave, after three seconds.
const GONE = 700; // ms without the token in any frame: it was taken away
export const REPEAT = 3000;

export function createGuard() {
  let last = null;
  let seenAt = 0;
  return {
    // The token when it is a new one to act on, else null. Called for every frame, with null for an empty one.
    take(token, now) {
      if (!token) return null;
      const same = token === last && now - seenAt < GONE;
      last = token;
      seenAt = now;
      return same ? null : token;
    },
  };
}

export function createRepeat() {
  let last = null;
  let takenAt = 0;
  return {
    take(token, now) {
      if (token === last && now - takenAt < REPEAT) return null;
      last = token;
      takenAt = now;
      return token;
    },
  };
}
