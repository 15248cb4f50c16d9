"""The recipe for Attune's network: Whisper tiny.en's encoder, frozen, under a phone-CTC head of ours."""
