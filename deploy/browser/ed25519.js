// For browsers whose WebCrypto has no Ed25519; checks the signature of a badge.
export { verifyAsync } from "@noble/ed25519";
