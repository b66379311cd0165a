"""Posts for the search bench: real sentences and lengths, a growing vocabulary, Korean in all its forms."""

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unicodedata import normalize

from django.db import transaction

from reviews.models import Edition, EditionTerm, EditionText, Post, Site, Source, sha256
from reviews.models.columns import address_key

CHUNK = 500
TOPICS = [f"{name} {number}" for name in ("Vision", "언어 모델", "Audio", "강화 학습") for number in range(40)]
CATEGORIES = ["Review", "Note", "Tutorial", "논문 리뷰", "기술 노트"]
AUTHORS = [f"{given} {family}" for given in ("Alice", "Bob", "지민", "서연", "Erin") for family in range(12)]
HANGUL = re.compile("[가-힣]{2,}")
LATIN = re.compile("[A-Za-z]{3,}")
# Nouns, loans in Latin letters, particles and verbs of Korean texts.
KOREAN = """\
모델 학습 데이터 언어 추론 강화 보상 정책 확률 분포 손실 함수 신경망 그래프 이미지 음성 텍스트 문장 단어 토큰 임베딩 \
어텐션 계층 파라미터 최적화 기울기 수렴 일반화 과적합 정규화 증류 양자화 압축 검색 생성 번역 요약 질문 답변 평가 지표 \
실험 결과 가설 논문 저자 방법 구조 인코더 디코더 트랜스포머 확산 샘플링 잡음 표현 공간 벡터 행렬 차원 메모리 연산 속도 \
성능 한계 오류 편향 안전 정렬 사용자 대화 지시 프롬프트 에이전트 환경 행동 상태 탐색 계획 도구 코드 프로그램 수학 증명 \
과학 분자 단백질 로봇 비전 영상 자율주행 의료 데이터베이스
GPT BERT LLaMA Diffusion ResNet GPU API CLIP RLHF LoRA Transformer \
PyTorch C++ arXiv GPT-4 T5
을 를 은 는 이 가 의 에 에서 으로 로 와 과 도 만 부터 까지 보다 처럼 에게 이라는 들이
학습한다 학습했다 학습시켰다 제안한다 제안하였다 보인다 보여준다 사용하여 사용한다 나타났다 비교했다 줄인다 높였다 분석하고 \
계산한다 예측하는 생성된 평가하면 설명한다 알려져 있다 가능하다 필요하다 어렵다 다르지 않다 개선되었다 이어진다 발생한다
"""
NOUNS, LOANS, PARTICLES, VERBS = map(str.split, KOREAN.splitlines())


def sentences(folders: list[Path]) -> tuple[list[str], list[int]]:
    """Sentences of real articles, and those articles' lengths in characters."""
    found, lengths = [], []
    for file in sorted(file for folder in folders for file in folder.rglob("*.md")):
        text = normalize("NFC", file.read_text("utf-8", "replace"))
        text = re.sub(r"\A---.*?\n---\n|\(https?[^)]*\)|[#*`>|]", " ", text, flags=re.S)
        if len(text) > 1000:
            lengths.append(min(len(text), 40_000))
            found += [
                part for part in (" ".join(s.split()) for s in re.split(r"(?<=[.!?다])\s", text)) if len(part) > 20
            ]
    return found, lengths


class Writer:
    """Texts with the sentences, the lengths and the growing vocabulary of real ones."""

    def __init__(self, folders: list[Path]) -> None:
        self.random = random.Random(7)  # noqa: S311 - always the same texts
        self.sentences, self.lengths = sentences(folders)
        self.korean = [s for s in self.sentences if HANGUL.search(s)]
        words = "\n".join(self.sentences)
        self.hangul, self.latin = [*HANGUL.findall(words), *NOUNS], LATIN.findall(words)

    def new_word(self, korean: bool) -> str:
        """A word put together of the ends of others, as names and compounds are."""
        stock = self.hangul if korean else self.latin
        one, two = self.random.choice(stock), self.random.choice(stock)
        return one[: max(2, len(one) // 2)] + two[len(two) // 2 :]

    def noun(self) -> str:
        """A Korean noun, a loan in Latin letters or a compound, with or without a blank in it."""
        chance = self.random.random()
        if chance < 0.15:
            return self.random.choice(LOANS)
        one = self.random.choice(NOUNS)
        return one if chance < 0.7 else f"{one}{self.random.choice(['', ' '])}{self.random.choice(NOUNS)}"

    def korean_sentence(self) -> str:
        """A sentence of nouns with their particles, and a verb; now and then a real one."""
        if self.random.random() < 0.3:
            return self.random.choice(self.korean)
        parts = [self.noun() + self.random.choice(PARTICLES) for _ in range(self.random.randrange(2, 6))]
        return " ".join([*parts, self.random.choice(VERBS)]) + "."

    def text(self) -> str:
        korean, length = self.random.random() < 0.5, self.random.choice(self.lengths)
        parts, size = [], 0
        while size < length:
            sentence = self.korean_sentence() if korean else self.random.choice(self.sentences)
            if self.random.random() < 0.3:
                sentence += f" {self.new_word(korean)}"
            parts.append(sentence)
            size += len(sentence) + 1
        return " ".join(parts)


def fill(writer: Writer, count: int) -> None:
    """Posts, editions and texts straight into the tables."""
    site = Site.stored()
    for first in range(0, count, CHUNK):
        with transaction.atomic():
            numbers = range(first, min(first + CHUNK, count))
            texts = [writer.text() for _ in numbers]
            sources = Source.objects.bulk_create(
                Source(sha256=sha256(f"{n}".encode()), data=f"{n}".encode(), size=1) for n in numbers
            )
            posts = Post.objects.bulk_create(
                Post(site=site, path=f"content/post/{n}.md", folder="content/post", head=source, status="published")
                for n, source in zip(numbers, sources, strict=True)
            )
            editions = Edition.objects.bulk_create(
                _edition(writer, post, n) for n, post in zip(numbers, posts, strict=True)
            )
            EditionTerm.objects.bulk_create(term for edition in editions for term in _terms(writer, edition))
            EditionText.objects.bulk_create(
                EditionText(edition=edition, text_key="k", renderer_key="k", plain=text, html=f"<p>{text}</p>")
                for edition, text in zip(editions, texts, strict=True)
            )


def _edition(writer: Writer, post: Post, number: int) -> Edition:
    url, date = f"/{post.path}/", datetime(2012, 1, 1, tzinfo=UTC) + timedelta(hours=number)
    korean = writer.random.random() < 0.5
    title = " ".join((writer.korean_sentence() if korean else writer.random.choice(writer.sentences)).split()[:7])[:300]
    return Edition(
        post=post, source_id=post.head_id, path=post.path, url=url, url_key=address_key(url), wanted_key=address_key(url), kind="page",
        language="ko" if korean else "en", section="post", title=title, text_key="k", date=date, sort_date=date,
        description=writer.random.choice(writer.sentences)[:200], author_names=writer.random.sample(AUTHORS, 2),
    )  # fmt: skip


def _terms(writer: Writer, edition: Edition) -> Iterator[EditionTerm]:
    tags = [("tags", name) for name in writer.random.sample(TOPICS, 3)]
    for position, (taxonomy, name) in enumerate([*tags, ("categories", writer.random.choice(CATEGORIES))]):
        yield EditionTerm(
            edition=edition, taxonomy=taxonomy, name=name, key=name.lower(), url=f"/{taxonomy}/{name}/",
            language=edition.language, position=position,
        )  # fmt: skip
