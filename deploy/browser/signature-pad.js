import SignaturePad from "signature_pad";
export default SignaturePad;
