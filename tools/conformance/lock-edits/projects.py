"""What is locked, and then changed: requirements as PEP 508 writes them, for a range of Pythons."""

PROJECTS = {
    "web-flask": (">=3.9", ["flask>=2.2", "flask-sqlalchemy", "flask-login", "gunicorn"]),
    "web-django": (">=3.10", ["django>=4.2", "djangorestframework", "django-filter", "whitenoise"]),
    "web-fastapi": (">=3.9", ["fastapi>=0.100", "uvicorn[standard]", "httpx", "pydantic-settings"]),
    "web-starlette": (">=3.10", ["starlette>=0.30", "jinja2", "python-multipart", "itsdangerous"]),
    "web-aiohttp": (">=3.11,<3.14", ["aiohttp>=3.8", "aiofiles", "orjson"]),
    "web-tornado": ("==3.12.*", ["tornado>=6.2", "bottle>=0.12"]),
    "client-requests": (">=3.8", ["requests[socks]>=2.28", "requests-oauthlib", "requests-toolbelt"]),
    "client-boto": (">=3.9", ["boto3>=1.28", "s3transfer"]),
    "client-google": (">=3.9", ["google-auth>=2.20", "google-api-core", "googleapis-common-protos"]),
    "client-selenium": (">=3.10", ["selenium>=4.10", "beautifulsoup4", "lxml"]),
    "data-pandas": (">=3.11", ["pandas>=2.0", "openpyxl", "python-dateutil"]),
    "data-numpy": ("==3.12.*", ["numpy>=1.26", "scipy"]),
    "data-arrow": (">=3.10", ["pyarrow>=14", "polars"]),
    "data-sql": (">=3.9", ["sqlalchemy[asyncio]>=2.0", "alembic", "psycopg[binary]"]),
    "crypto": (">=3.9", ["cryptography>=41", "pyjwt[crypto]", "paramiko", "bcrypt"]),
    "cli-click": (">=3.8", ["click>=8.0", "rich", "typer", "tqdm"]),
    "cli-prompt": (">=3.9", ["prompt-toolkit", "pygments", "colorama", "tabulate"]),
    "config": (">=3.8", ["pyyaml>=6", "tomlkit", "jsonschema", "python-dotenv"]),
    "templates": (">=3.9", ["jinja2>=3.0", "mako", "markdown", "markdown-it-py[linkify]"]),
    "testing": (">=3.9", ["pytest>=7", "pytest-cov", "pytest-xdist", "hypothesis", "coverage[toml]"]),
    "linting": (">=3.9", ["black", "isort", "mypy", "flake8", "pylint"]),
    "docs": (">=3.10", ["sphinx>=6", "sphinx-rtd-theme", "myst-parser"]),
    "notebooks": (">=3.10", ["ipython>=8", "nbformat", "traitlets"]),
    "queues": (">=3.9", ["celery[redis]>=5.2", "kombu", "redis"]),
    "images": (">=3.10", ["pillow>=10", "imageio", "tifffile"]),
    "protocols": (">=3.9", ["grpcio>=1.50", "protobuf", "websockets", "msgpack"]),
    "typing": (">=3.8", ["attrs", "cattrs", "pydantic>=1.10", "typing-extensions"]),
    "packaging": (">=3.9", ["build", "twine", "packaging", "virtualenv"]),
    # One kind of Python only, as most applications have it: few forks, and so more that changes together.
    "app-flask": (">=3.12", ["flask>=2.0", "requests>=2.20", "flask-cors", "gunicorn>=20"]),
    "app-fastapi": (">=3.12,<3.14", ["fastapi>=0.80", "httpx>=0.23", "uvicorn>=0.17", "pydantic>=1.10"]),
    "app-django": (">=3.12", ["django>=4.0", "djangorestframework>=3.14", "django-cors-headers", "pillow>=9"]),
    "app-aiohttp": (">=3.12", ["aiohttp>=3.8", "yarl", "aiosignal", "charset-normalizer>=2"]),
    "app-celery": (">=3.12", ["celery>=5.2", "redis>=4", "flower"]),
    "app-sql": (">=3.12", ["sqlalchemy>=1.4", "alembic>=1.7", "marshmallow>=3"]),
    "app-test": (">=3.12", ["pytest>=7.0", "pytest-cov>=3", "hypothesis>=6.30", "tox>=4"]),
    "app-docs": (">=3.12", ["mkdocs>=1.3", "mkdocs-material>=9", "jinja2>=3.0"]),
    "app-aws": (">=3.12", ["boto3>=1.24", "moto>=4"]),
    "app-jwt": (">=3.12", ["pyjwt[crypto]>=2.4", "cryptography>=38", "authlib"]),
    "app-scrape": (">=3.12", ["scrapy>=2.8", "parsel", "lxml"]),
    "app-cli": (">=3.12", ["typer>=0.7", "rich>=12", "click>=8.0", "textual"]),
}

# The same with groups, extras of the project's own (`extra:`), and conditions.
VARIED = {
    "varied-web": (
        ">=3.10",
        ["flask>=2.2", "requests>=2.28", "colorama>=0.4; sys_platform == 'win32'", "tomli>=1; python_version < '3.11'"],
        {"dev": ["pytest>=7", "pytest-cov"], "docs": ["markdown", "jinja2>=3.0"], "extra:async": ["httpx>=0.24", "anyio>=3"]},
    ),
    "varied-cli": (
        ">=3.12",
        ["click>=8.0", "rich>=12", "pyyaml>=6", "tzdata; sys_platform == 'win32'"],
        {"test": ["pytest>=7", "coverage[toml]>=7", "hypothesis"], "lint": ["mypy", "isort"], "extra:net": ["requests[socks]>=2.28"]},
    ),
    "varied-data": (
        ">=3.11,<3.15",
        ["sqlalchemy>=2.0", "alembic", "attrs>=23", "python-dateutil>=2.8"],
        {"dev": ["black>=23", "click>=8.0"], "extra:excel": ["openpyxl>=3"], "extra:web": ["jinja2>=3", "markupsafe>=2.1"]},
    ),
    "varied-one": (
        "==3.12.*",
        ["httpx[http2]>=0.24", "pydantic>=2", "uvloop>=0.17; sys_platform != 'win32'"],
        {"dev": ["pytest>=7", "pytest-xdist"], "extra:crypto": ["cryptography>=41", "pyjwt>=2.6"]},
    ),
    "varied-docs": (
        ">=3.12",
        ["markdown-it-py>=2", "pygments>=2.14", "packaging>=23"],
        {"docs": ["sphinx>=7", "myst-parser"], "dev": ["sphinx>=7", "babel>=2.12"], "extra:lint": ["docutils>=0.19"]},
    ),
}
