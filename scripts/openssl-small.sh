#!/bin/sh
# Stands for perl where a phone's own OpenSSL is configured (OPENSSL_SRC_PERL in .cargo/config.toml): of OpenSSL only what
# SQLCipher calls is built, that is AES, SHA-2, HMAC, PBKDF2 and the random numbers. A third of a phone's library otherwise.
if [ "$1" = ./Configure ]; then
  set -- "$@" no-aria no-argon2 no-autoload-config no-bf no-blake2 no-cast no-chacha no-cmac no-cmp no-cms no-ct no-des \
    no-dh no-dsa no-dso no-dtls no-ec no-ecx no-engine no-err no-filenames no-gost no-http no-lms no-md4 no-mdc2 no-ml-dsa \
    no-ml-kem no-multiblock no-nextprotoneg no-ocb no-ocsp no-poly1305 no-psk no-quic no-rc2 no-rc4 no-rfc3779 no-rmd160 \
    no-scrypt no-siphash no-siv no-slh-dsa no-sm2 no-sm3 no-sm4 no-sock no-srp no-srtp no-thread-pool no-tls no-ts \
    no-ui-console no-whirlpool -Os -ffunction-sections -fdata-sections
fi
exec "${PERL:-perl}" "$@"
