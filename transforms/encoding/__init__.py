"""From bytes to text: file signatures, charset detection, and repair of mojibake."""
